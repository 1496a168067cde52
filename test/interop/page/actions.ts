import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { type BrowserLab, equal, flagship, holds, moved, type PageCheck, settled } from './browser-lab.ts'

const calm = 'sim-scenarios/failover/primary-seen-cut.yaml'
const link = /^Link er-amsterdam\.primary /

/** What the lane of a flow, the RIB of a router and the messages of a session say now. */
async function seen(page: Page): Promise<readonly string[]> {
  const lanes = await page
    .locator('.flow-lane svg')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
  await page.getByRole('button', { name: /^MSEE er-amsterdam\.msee1/ }).click()
  await page.getByRole('heading', { name: 'Router er-amsterdam.msee1' }).waitFor()
  const rib = await page.locator('.routes tbody').textContent()
  const ladder = await page.locator('.ladder').textContent()
  return [lanes.join('; '), rib ?? '', ladder ?? '']
}

async function changesAll(page: Page, cut: () => Promise<void>): Promise<void> {
  await settled(page)
  const before = await seen(page)
  await moved(page, cut)
  await settled(page)
  await moved(page, () => page.keyboard.press('n'))
  const after = await seen(page)
  for (const [index, what] of ['lane', 'RIB', 'ladder'].entries()) {
    holds(before[index] !== after[index], `the ${what} is as before: ${after[index]}`)
  }
}

export const actionChecks: readonly PageCheck[] = [
  {
    name: 'a cut by click changes lane, RIB and ladder',
    check: async (lab) => {
      const page = await lab.exported(calm)
      await changesAll(page, async () => {
        await page.getByRole('button', { name: link }).click({ force: true })
        await page.getByRole('button', { name: /^Cut silently/ }).click()
      })
    },
  },
  {
    name: 'a cut by the keyboard alone does too, and is undone',
    check: async (lab) => {
      const page = await lab.exported(calm)
      await changesAll(page, async () => {
        await page.getByRole('button', { name: link }).focus()
        await page.keyboard.press('s')
      })
      await page
        .getByRole('button', { name: /^Link er-amsterdam\.primary .*, silent$/ })
        .waitFor({ state: 'attached' })
      await page.keyboard.press('u')
      await page
        .getByRole('button', { name: /^Link er-amsterdam\.primary .*, up$/ })
        .waitFor({ state: 'attached' })
    },
  },
  {
    name: 'arrows lead from a thing of the picture to its neighbour',
    check: async (lab) => {
      const page = await lab.exported(calm)
      await settled(page)
      await page.getByRole('button', { name: /^Router ce1/ }).focus()
      for (const expected of ['session ce1-er-amsterdam.msee1 private ipv4', 'link er-amsterdam.primary']) {
        await page.keyboard.press('ArrowRight')
        equal(await focused(page), expected, 'what has the focus')
      }
    },
  },
  {
    name: 'what was done is handed out as a file that vmsee run plays with the same outcome',
    check: async (lab) => {
      const page = await lab.exported(flagship)
      await settled(page)
      await page.getByRole('button', { name: /^Router ce2/ }).click()
      await moved(page, () => page.getByRole('button', { name: /^Crash c/ }).click())
      await settled(page)
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Scenario' }).click()
      const path = await (await download).path()
      runs(lab, readFileSync(path, 'utf8'))
    },
  },
  {
    name: 'an address that is shared opens the page as it was, with what was done',
    check: async (lab) => {
      const page = await lab.exported(calm)
      await settled(page)
      await page.getByRole('button', { name: link }).focus()
      await moved(page, () => page.keyboard.press('s'))
      await moved(page, () => page.keyboard.press('n'))
      await settled(page)
      const before = await seen(page)
      await page.getByRole('button', { name: 'Share' }).click()
      await page.waitForURL(/#./)
      await page.reload()
      await settled(page)
      equal(await seen(page), before, 'what is seen')
    },
  },
  {
    name: 'the file is changed in the page: with BFD the silent cut costs less than a second',
    check: async (lab) => {
      const page = await lab.exported(flagship)
      await settled(page)
      await page.getByText('The file, to change one thing').click()
      // What opens tells of it a moment later.
      await page.waitForFunction("document.querySelector('textarea')?.value.includes('vlanId: 100')")
      const file = page.getByLabel('The scenario file')
      await file.fill((await file.inputValue()).replace('vlanId: 100', 'vlanId: 100\n        bfd: true'))
      await page.getByRole('button', { name: 'Play this file' }).click()
      await page
        .getByRole('button', { name: /, Established, BFD/ })
        .first()
        .waitFor()
      await settled(page)
      await page.getByRole('slider', { name: 'Time' }).focus()
      await moved(page, () => page.keyboard.press('End'))
      const shown = await page.locator('.score strong').allTextContents()
      holds(shown.length === 2 && shown.every((text) => /^0\.\d+ s out$/.test(text)), shown.join(', '))
    },
  },
  {
    name: 'why a route won is told, with the step that decided',
    check: async (lab) => {
      const page = await lab.exported('sim-scenarios/preference/prepending-steers-one-direction.yaml')
      await settled(page)
      await moved(page, () => page.keyboard.press('End'))
      await page.getByRole('button', { name: /^Gateway vnet-weu\.gw0/ }).click()
      await page.locator('.routes').getByRole('button', { name: '10.1.0.0/16' }).first().click()
      await page.locator('.why .decides').getByText('shortest AS_PATH').waitFor()
      await page.getByText(/the route from er-amsterdam\.msee1 won at “shortest AS_PATH”/).waitFor()
    },
  },
]

async function focused(page: Page): Promise<string | undefined> {
  return page.evaluate("document.activeElement?.getAttribute('data-thing') ?? undefined")
}

function runs(lab: BrowserLab, text: string): void {
  holds(/crash: ce2/.test(text), text)
  lab.run('run', lab.write('played.yaml', text))
}
