import type { Page } from 'playwright-core'
import { findings } from './axe.ts'
import { equal, flagship, holds, moved, type PageCheck, settled } from './browser-lab.ts'

/** With a broken link, a router that is seen closer, and a decision explained. */
async function busy(page: Page): Promise<void> {
  await settled(page)
  await page.getByRole('button', { name: /^Link er-amsterdam\.primary / }).focus()
  await moved(page, () => page.keyboard.press('s'))
  await moved(page, () => page.keyboard.press('n'))
  await page.getByRole('button', { name: /^Gateway vnet-weu\.gw0/ }).focus()
  await page.keyboard.press('Enter')
  await page.locator('.routes').getByRole('button').first().click()
  await page.locator('.why').waitFor()
}

export const accessChecks: readonly PageCheck[] = [
  ...(['light', 'dark'] as const).map(
    (colorScheme) =>
      ({
        name: `axe finds nothing serious in ${colorScheme} colours`,
        check: async (lab) => {
          const page = await lab.exported(flagship, { colorScheme })
          await busy(page)
          equal(await findings(page), '', 'findings')
          await page.getByRole('button', { name: /^Session ce1-er-amsterdam\.msee1/ }).focus()
          await page.keyboard.press('Enter')
          await page.locator('.messages button').first().click()
          await page.locator('.dissection').waitFor()
          equal(await findings(page), '', 'findings with a message open')
        },
      }) satisfies PageCheck,
  ),
  {
    name: 'at 360 pixels nothing is cut off, and axe finds nothing serious',
    check: async (lab) => {
      const page = await lab.exported(flagship, { viewport: { width: 360, height: 740 } })
      await busy(page)
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
      holds(wide <= 360, `the page is ${wide} pixels wide`)
      equal(await findings(page), '', 'findings')
    },
  },
  {
    name: 'where less motion is wanted, nothing moves by itself',
    check: async (lab) => {
      const page = await lab.exported(flagship, { reducedMotion: 'reduce' })
      await settled(page)
      const moving = await page.evaluate<number>('document.getAnimations().length')
      equal(moving, 0, 'animations')
    },
  },
  {
    name: 'the live line speaks of what happened',
    check: async (lab) => {
      const page = await lab.exported(flagship)
      await settled(page)
      await moved(page, () => page.keyboard.press('n'))
      await page
        .getByRole('status')
        .filter({ hasText: /five-tuples arrive|falls/ })
        .waitFor()
      // A clock that runs is not read out; one that stands is.
      for (const [key, live] of [
        ['Space', 'off'],
        ['n', 'polite'],
      ] as const) {
        await page.keyboard.press(key)
        await page.locator(`output.clock[aria-live="${live}"]`).waitFor()
      }
    },
  },
]
