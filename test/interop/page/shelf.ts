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
