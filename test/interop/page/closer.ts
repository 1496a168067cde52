import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { findings } from './axe.ts'
import { clock, equal, flagship, holds, moved, type PageCheck, settled } from './browser-lab.ts'

/** What a page is shown in: two widths, both colour schemes. */
const views = [
  { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'dark', viewport: { width: 360, height: 740 } },
] as const

async function fits(page: Page): Promise<void> {
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
  const { width = 0 } = page.viewportSize() ?? {}
  holds(wide <= width, `the page is ${wide} pixels wide`)
  equal(await findings(page), '', 'findings')
}

async function taken(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name }).click()
  return readFileSync(await (await download).path(), 'utf8')
}

export const closerChecks: readonly PageCheck[] = [
  {
    name: 'an outage is told by its parts, which add up, and each leads to when it ended',
    check: async (lab) => {
      for (const view of views) {
        const page = await lab.exported(flagship, view)
        await settled(page)
        await page.getByRole('slider', { name: 'Time' }).focus()
        await moved(page, () => page.keyboard.press('End'))
        await page.getByRole('button', { name: 'web ←' }).focus()
        await page.keyboard.press('Enter')
        const parts = page.getByRole('list', { name: 'What the time went into' }).last()
        await parts.waitFor()
        const told = await parts.getByRole('button').allTextContents()
        equal(told, ['151.785072 s detection', '0.001000 s propagation'], 'the parts')
        await page
          .getByText("together 151.786072 s, since er-amsterdam.primary cut silently (the provider's)")
          .waitFor()
        await fits(page)
        await moved(page, async () => {
          await parts.getByRole('button').first().focus()
          await page.keyboard.press('Enter')
        })
        equal(await clock(page), '6:31.797 072', 'the time')
      }
    },
  },
  {
    name: 'a session shows its state machine with the event that came last, and its timers as rings',
    check: async (lab) => {
      for (const view of views) {
        const page = await lab.exported('sim-scenarios/bfd/primary-silent-cut.yaml', view)
        await settled(page)
        await page.getByRole('button', { name: /^Session ce1-er-amsterdam\.msee1/ }).focus()
        await page.keyboard.press('Enter')
        const near = page.getByRole('img', { name: /^State of ce1: / })
        equal(
          await near.getAttribute('aria-label'),
          'State of ce1: Established, from OpenConfirm at +0.008 s by KeepAliveMsg (event 26)',
          'the state',
        )
        const rings = page.getByRole('list', { name: 'Timers of ce1 that run' })
        await rings.getByText(/BFD Detection Time 0\.\d+ s/).waitFor()
        await fits(page)
        await page.getByRole('button', { name: /^Link er-amsterdam\.primary/ }).focus()
        await moved(page, () => page.keyboard.press('c'))
        await page.getByRole('button', { name: /^Session ce1-er-amsterdam\.msee1/ }).click()
        await page.getByRole('img', { name: /^State of ce1: Idle, from Established at / }).waitFor()
      }
    },
  },
  {
    name: 'limits are gauges, whole and of each session',
    check: async (lab) => {
      for (const view of views) {
        const page = await lab.exported('sim-scenarios/limits/3999-prefixes-on-standard.yaml', view)
        await settled(page)
        await page.getByText('Limits of Azure: 3 of 6 near or past').focus()
        await page.keyboard.press('Enter')
        await page.getByRole('meter', { name: /msee1 .*: 3,999 of 4,000 prefixes, 1 left/ }).waitFor()
        await page.getByRole('button', { name: /^Session ce1-er-amsterdam\.msee1/ }).focus()
        await page.keyboard.press('Enter')
        await page.getByRole('meter', { name: /^3,999 of 4,000 prefixes, 1 left$/ }).waitFor()
        await fits(page)
      }
    },
  },
  {
    name: 'all three RIBs are compared with a pinned moment',
    check: async (lab) => {
      const page = await lab.exported('sim-scenarios/failover/primary-seen-cut.yaml')
      await settled(page)
      await page.getByRole('button', { name: /^MSEE er-amsterdam\.msee1/ }).click()
      await page.getByRole('button', { name: 'Compare with this moment from now on' }).click()
      await page.getByRole('button', { name: /^Link er-amsterdam\.primary/ }).focus()
      await moved(page, () => page.keyboard.press('c'))
      await page.getByRole('button', { name: /^MSEE er-amsterdam\.msee1/ }).click()
      const caption = page.locator('.inspector caption').first()
      for (const [tab, changes] of [
        ['Loc-RIB', /1 change since the moment/],
        ['Adj-RIB-In', /^Heard from ce1: 0 routes; 1 change since/],
        ['Adj-RIB-Out', /^Told ce1: 0 routes; 1 change since/],
      ] as const) {
        await page.getByRole('button', { name: tab }).click()
        await caption.getByText(changes).waitFor()
        holds((await page.locator('.inspector tr.gone').count()) > 0, `nothing is gone from ${tab}`)
      }
      await fits(page)
    },
  },
  {
    name: 'the ways to a prefix are shown: typed, or chosen in a RIB',
    check: async (lab) => {
      for (const view of views) {
        const page = await lab.exported('sim-scenarios/preference/prepending-steers-one-direction.yaml', view)
        await settled(page)
        await page.getByRole('searchbox', { name: 'or ways to' }).fill('10.1.0.7')
        await page.keyboard.press('Enter')
        await page.locator('.flow .spare').first().waitFor({ state: 'attached' })
        await page.getByText('Ways to 10.1.0.7').focus()
        await page.keyboard.press('Enter')
        await page.getByText('vnet-weu.gw0: to er-amsterdam.msee1; otherwise to er-amsterdam.msee2').waitFor()
        await page.getByRole('button', { name: /^Link er-amsterdam\.primary/ }).focus()
        await moved(page, () => page.keyboard.press('s'))
        await page
          .getByRole('button', { name: /^MSEE er-amsterdam\.msee1, packets end here/ })
          .waitFor({ state: 'attached' })
        await fits(page)
        await page.getByRole('button', { name: /^Gateway vnet-weu\.gw0/ }).click()
        await page.locator('.routes').getByRole('button', { name: '10.200.0.0/16' }).first().click()
        await page.getByText('Ways to 10.200.0.0/16').waitFor()
      }
    },
  },
  {
    name: 'the forwarding table is drawn as a trie, and a look-up is lit in it',
    check: async (lab) => {
      for (const view of views) {
        const page = await lab.exported('sim-scenarios/limits/3999-prefixes-on-standard.yaml', view)
        await settled(page)
        await page.getByRole('button', { name: /^MSEE er-amsterdam\.msee1/ }).focus()
        await page.keyboard.press('Enter')
        await page.getByRole('button', { name: 'Trie' }).click()
        await page.getByText('4,000 routes in 263 nodes of five bits each.').waitFor()
        await page.getByRole('searchbox', { name: 'Look up' }).fill('10.3.7.9')
        await page.keyboard.press('Enter')
        await page.getByText('comes by 5, and 10.3.7.0/24 is the longest that holds it: ce1.').waitFor()
        await page.locator('.trie .match').getByText('10.3.7.0/24').waitFor()
        equal(await page.locator('.trie .way-of-look-up').count(), 5, 'nodes on the way')
        await fits(page)
        await page.getByRole('button', { name: '10.0.0.0/15' }).focus()
        await page.keyboard.press('Enter')
        await page.getByText(/The look-up comes by 4, and no route holds it/).waitFor()
        await page.getByRole('button', { name: 'Loc-RIB' }).click()
        await page.locator('.trie').waitFor({ state: 'detached' })
      }
    },
  },
  {
    name: 'the ladder is taken away as an SVG that is an image, and as a sequence diagram of Mermaid',
    check: async (lab) => {
      const page = await lab.exported(flagship)
      await settled(page)
      await page.getByRole('slider', { name: 'Time' }).focus()
      await moved(page, () => page.keyboard.press('End'))
      const frame = page.locator('.ladder .frame')
      const left = (): Promise<number> =>
        frame.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)
      holds((await left()) < 2, `what came last lies ${await left()} below what is seen`)
      const [svg, mermaid] = [await taken(page, '⤓ SVG'), await taken(page, '⤓ Mermaid')]
      holds(/^sequenceDiagram\n {2}participant n0 as ce1\n/.test(mermaid), mermaid)
      const rungs = await page.locator('.ladder .rung').count()
      equal(mermaid.match(/^ {2}n\d+(->>|-x)n\d+: /gm)?.length, rungs, 'messages of the diagram')
      equal(svg.match(/class="rung /g)?.length, rungs, 'messages of the picture')
      const size = await page.evaluate<number>(`new Promise((resolve, reject) => {
        const image = new Image()
        image.onload = () => resolve(image.naturalHeight)
        image.onerror = () => reject(new Error('no image'))
        image.src = 'data:image/svg+xml,' + encodeURIComponent(${JSON.stringify(svg)})
      })`)
      holds(size > 26 * rungs, `an image ${size} high`)
    },
  },
  {
    name: 'the lane of a session tells when nothing was heard and nobody had noticed',
    check: async (lab) => {
      const page = await lab.exported(flagship)
      await settled(page)
      await page.getByRole('img', { name: /detecting from \+211\.\d+ s, Idle from \+391\.\d+ s/ }).waitFor()
      await page.locator('.timeline .legend').getByText('silence, not noticed yet').waitFor()
    },
  },
]
