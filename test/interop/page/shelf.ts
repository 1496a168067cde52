import type { Page } from 'playwright-core'
import { equal, flagship, type PageCheck, settled } from './browser-lab.ts'

const other = 'sim-scenarios/failover/primary-seen-cut.yaml'

async function choose(page: Page, title: RegExp): Promise<void> {
  await page.getByTitle(/Choose another/).click()
  await page.getByRole('dialog').getByRole('button', { name: title }).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  await settled(page)
}

export const shelfChecks: readonly PageCheck[] = [
  {
    name: 'one file with two scenarios opens the first; the menu leads to the other, and the way back to the first',
    check: async (lab) => {
      const page = await lab.exported([flagship, other])
      await page.getByRole('heading', { level: 1, name: /cut silently/ }).waitFor()
      await page.getByRole('button', { name: /^Router ce1/ }).click()
      await page.getByRole('heading', { name: /Router ce1/ }).waitFor()
      await choose(page, /ports see it/)
      equal(await page.getByRole('heading', { name: /Router ce1/ }).count(), 0, 'what is looked at')
      await page.goBack()
      await page.getByRole('heading', { level: 1, name: /cut silently/ }).waitFor()
    },
  },
  {
    name: 'an address names which of them is open',
    check: async (lab) => {
      const page = await lab.exported([flagship, other])
      await choose(page, /ports see it/)
      await page.reload()
      await page.getByRole('heading', { level: 1, name: /ports see it/ }).waitFor()
      await settled(page)
    },
  },
  {
    name: 'an address that asks for nothing that is here, or was cut off, says so, and what comes first is shown',
    check: async (lab) => {
      const page = await lab.exported([flagship, other])
      await choose(page, /ports see it/)
      await page.getByRole('button', { name: 'Share' }).click()
      await page.waitForURL(/#[\w-]{100}/)
      const half = await page.evaluate('location.hash.slice(0, location.hash.length / 2)')
      for (const hash of [half, '#file=gone.yaml']) {
        await page.evaluate(`location.hash = ${JSON.stringify(hash)}`)
        await page.getByRole('heading', { level: 1, name: /cut silently/ }).waitFor()
        await page.getByRole('alert').getByText('or was cut off').waitFor()
        await settled(page)
        await choose(page, /ports see it/)
        equal(await page.getByRole('alert').count(), 0, 'alerts')
      }
    },
  },
  {
    name: 'whoever serves a file of their own has the lessons of the program in the menu too',
    check: async (lab) => {
      const page = await lab.served(other)
      await settled(page)
      await choose(page, /cut silently/)
      await page.goBack()
      await page.getByRole('heading', { level: 1, name: /ports see it/ }).waitFor()
    },
  },
]
