import { clock, equal, flagship, holds, moved, type PageCheck, settled } from './browser-lab.ts'

/** The parts of `vmsee run --json` that are looked at. */
interface Told {
  readonly scenarios: readonly {
    readonly flows: readonly { readonly outages: readonly { readonly seconds: number }[] }[]
  }[]
}

const steps = 12

export const timeChecks: readonly PageCheck[] = [
  {
    name: 'so many steps back and forth give the same text',
    check: async (lab) => {
      const page = await lab.exported(flagship)
      await settled(page)
      await page.getByRole('button', { name: /^Router ce1/ }).click()
      await page.getByRole('heading', { name: /Router ce1/ }).waitFor()
      const text = async (): Promise<string> => (await page.locator('main').textContent()) ?? ''
      const there: string[] = []
      for (let step = 0; step < steps; step++) {
        there.push(await text())
        await moved(page, () => page.keyboard.press('.'))
      }
      for (let step = steps - 1; step >= 0; step--) {
        await moved(page, () => page.keyboard.press(','))
        equal(await text(), there[step], `after ${steps - step} steps back`)
      }
    },
  },
  {
    name: 'outages are as long as the command line tells of the same file and seed',
    check: async (lab) => {
      const told: Told = JSON.parse(lab.run('run', flagship, '--json'))
      const worst = (told.scenarios[0]?.flows ?? []).map(({ outages }) =>
        Math.max(...outages.map(({ seconds }) => seconds)),
      )
      const page = await lab.exported(flagship)
      await settled(page)
      await moved(page, () => page.keyboard.press('End'))
      const shown = await page.locator('.score strong').allTextContents()
      equal(
        shown,
        worst.map((seconds) => `${Number(seconds.toFixed(1))} s out`),
        'the longest outages',
      )
    },
  },
  {
    name: 'it plays, hurries through quiet time, and stops at the end of the run',
    check: async (lab) => {
      const page = await lab.exported('sim-scenarios/failover/primary-seen-cut.yaml')
      await settled(page)
      await page.getByLabel('Speed').selectOption('1000')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Play' }).click()
      await page.getByRole('button', { name: /Pause/ }).waitFor()
      await page.getByRole('button', { name: 'Play' }).waitFor()
      const at = await clock(page)
      await page.keyboard.press('End')
      equal(await clock(page), at, 'where it stopped')
    },
  },
  {
    name: 'the timeline is a slider for the keyboard, and a click on it goes there',
    check: async (lab) => {
      const page = await lab.exported(flagship)
      await settled(page)
      const slider = page.getByRole('slider', { name: 'Time' })
      const box = await slider.boundingBox()
      await moved(page, () => slider.click({ position: { x: (box?.width ?? 0) / 2, y: 40 } }))
      await moved(page, () => slider.press('ArrowRight'))
      holds(/^\+\d/.test((await slider.getAttribute('aria-valuetext')) ?? ''), 'the slider tells no instant')
    },
  },
]
