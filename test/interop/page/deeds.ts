import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { type BrowserLab, equal, holds, moved, type PageCheck, settled } from './browser-lab.ts'

const calm = 'sim-scenarios/failover/primary-seen-cut.yaml'
const session = 'ce1-er-amsterdam.msee1 private ipv4'

/** By what somebody does things. */
const ways = ['mouse', 'touch', 'keyboard'] as const

type Way = (typeof ways)[number]

async function opened(lab: BrowserLab, way: Way): Promise<Page> {
  const page = await lab.exported(calm, { hasTouch: way === 'touch' })
  await settled(page)
  return page
}

/** Arrows that move lie over what is in the picture; everything else can be waited for until it stands still. */
async function press(button: Locator, way: Way, force = false): Promise<void> {
  if (way === 'mouse') return button.click({ force })
  if (way === 'touch') return button.tap({ force })
  return button.press('Enter')
}

/** Has a closer look at a thing of the picture. */
async function choose(page: Page, way: Way, kind: string, name: string): Promise<void> {
  const thing = page.locator(`[data-thing="${kind} ${name}"]`)
  await thing.scrollIntoViewIfNeeded()
  await press(thing, way, true)
  await page.getByRole('heading', { name }).waitFor()
}

/** Lets a dial go at a share of its scale; by keys so many steps further. */
async function turn(dial: Locator, way: Way, share: number, steps: number): Promise<void> {
  if (way === 'keyboard') {
    await dial.focus()
    for (let step = 0; step < steps; step++) await dial.press('ArrowRight')
    return dial.press('Enter')
  }
  await dial.scrollIntoViewIfNeeded()
  const { x = 0, y = 0, width = 0, height = 0 } = (await dial.boundingBox()) ?? {}
  // The middle of the knob stays its half inside of the scale.
  const at = 8 + share * (width - 16)
  if (way === 'touch') return dial.tap({ position: { x: at, y: height / 2 } })
  const { mouse } = dial.page()
  const from = Number(await dial.inputValue()) / Number(await dial.getAttribute('max'))
  await mouse.move(x + 8 + from * (width - 16), y + height / 2)
  await mouse.down()
  await mouse.move(x + at, y + height / 2, { steps: 5 })
  return mouse.up()
}

function dialOf(page: Page, words: string): Locator {
  return page.getByRole('slider', { name: words })
}

/** What the number beside a dial comes to say. */
async function reads(page: Page, words: string, value: string): Promise<void> {
  const number = page.getByRole('spinbutton', { name: words })
  for (let tries = 0; tries < 100; tries++) {
    if ((await number.inputValue()) === value) return
    await page.waitForTimeout(100)
  }
  equal(await number.inputValue(), value, words)
}

/** What was done is a file, which `vmsee run` plays with the outages that the page shows; they are answered. */
async function takenAway(
  lab: BrowserLab,
  page: Page,
  ...words: readonly RegExp[]
): Promise<readonly string[]> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Scenario' }).click()
  const text = readFileSync(await (await download).path(), 'utf8')
  for (const word of words) holds(word.test(text), `${word} is not in ${text}`)
  const told: Told = JSON.parse(lab.run('run', lab.write('played.yaml', text), '--json'))
  const worst = (told.scenarios[0]?.flows ?? []).map(({ outages }) =>
    Math.max(0, ...outages.map(({ seconds }) => seconds)),
  )
  const expected = worst.map((seconds) =>
    seconds === 0 ? 'nothing lost' : `${Number(seconds.toFixed(seconds < 1 ? 3 : 1))} s out`,
  )
  // What is known of the end comes a moment after what was done.
  for (let tries = 0; tries < 40; tries++) {
    await page.getByRole('slider', { name: 'Time' }).press('End')
    const outages = await page.locator('.score strong').allTextContents()
    if (String(outages) === String(expected)) return outages
    await page.waitForTimeout(250)
  }
  equal(await page.locator('.score strong').allTextContents(), expected, 'the longest outages')
  return []
}

/** The parts of `vmsee run --json` that are looked at. */
interface Told {
  readonly scenarios: readonly {
    readonly flows: readonly { readonly outages: readonly { readonly seconds: number }[] }[]
  }[]
}

async function candidatesAt(page: Page, way: Way, node: string, wanted: RegExp): Promise<void> {
  await choose(page, way, 'node', node)
  await happens(page, '.routes', wanted)
}

const preferences = [
  { words: 'Prepends of ce1 towards er-amsterdam.msee1', share: 0.3, steps: 3, most: 10 },
  { words: 'MED of ce1 towards er-amsterdam.msee1', share: 0.2, steps: 4, most: 200 },
  { words: 'LOCAL_PREF of ce1 towards er-amsterdam.msee1', share: 0.7, steps: 11, most: 300 },
] as const

const byEachWay = (what: string, check: (lab: BrowserLab, way: Way) => Promise<void>): readonly PageCheck[] =>
  ways.map((way) => ({ name: `by ${way}: ${what}`, check: (lab) => check(lab, way) }))

async function dragsPreferences(lab: BrowserLab, way: Way): Promise<void> {
  const page = await opened(lab, way)
  await choose(page, way, 'session', session)
  const set: { readonly words: string; readonly value: string }[] = []
  for (const { words, share, steps, most } of preferences) {
    await turn(dialOf(page, words), way, share, steps)
    // A pixel is more than a step of the scale.
    const value = await dialOf(page, words).inputValue()
    holds(Math.abs(Number(value) / most - share) < 0.1, `${words}: ${value}`)
    await reads(page, words, value)
    set.push({ words, value })
  }
  const [prepends = 0, med, preference] = set.map(({ value }) => Number(value))
  await candidatesAt(page, way, 'er-amsterdam.msee1', new RegExp(`(65010 ?){${prepends + 1}}${med}`))
  await candidatesAt(page, way, 'ce1', new RegExp(`12076${preference}`))
  await choose(page, way, 'session', session)
  const entries = [`export: { prepend: ${prepends} }`, `export: { med: ${med} }`, `localPref: ${preference}`]
  await takenAway(lab, page, ...entries.map((entry) => new RegExp(`policy: .*${entry}`)))
  await press(page.getByRole('button', { name: 'Back to what the file has' }), way)
  for (const { words } of preferences) await reads(page, words, '')
  await page.keyboard.press('u')
  for (const { words, value } of set) await reads(page, words, value)
}

async function announcesMore(lab: BrowserLab, way: Way): Promise<void> {
  const page = await opened(lab, way)
  const more = 'Prefixes more at head-office'
  await choose(page, way, 'node', 'head-office')
  const number = page.getByRole('spinbutton', { name: more })
  await number.fill('3999')
  await number.press('Enter')
  await reads(page, more, '3999')
  const standing = page.getByRole('button', { name: `Session ${session}, Established` })
  await standing.waitFor({ state: 'attached' })
  await happens(page, '.story', /3,999 more|head-office announces 3999 prefixes/)
  await turn(dialOf(page, more), way, 1, 1)
  await happens(page, '.story', /falls: prefix limit exceeded: .*NOTIFICATION 6\/1/)
  await number.fill('0')
  await number.press('Enter')
  await reads(page, more, '0')
  await press(page.getByRole('button', { name: 'Undo' }), way)
  await press(page.getByRole('button', { name: 'Undo' }), way)
  await reads(page, more, '3999')
  for (let turns = 0; turns < 2; turns++) await press(page.getByRole('button', { name: 'Redo' }), way)
  await reads(page, more, '0')
  await takenAway(lab, page, /generate: .*skip: 3999/, /withdraw: .*skip: 0/)
}

/** Steps on until this part of the page tells of it. */
async function happens(page: Page, part: string, what: RegExp): Promise<void> {
  for (let steps = 0; steps < 30; steps++) {
    if (what.test((await page.locator(part).textContent()) ?? '')) return
    await moved(page, () => page.getByRole('button', { name: 'Event ▶' }).click())
  }
  throw new Error(`${what} never came`)
}

async function switchesBfd(lab: BrowserLab, way: Way): Promise<void> {
  const page = await opened(lab, way)
  await choose(page, way, 'session', session)
  await press(page.getByRole('button', { name: 'Switch BFD on' }), way)
  await settled(page)
  await page
    .getByRole('button', { name: `Session ${session}, Established, BFD` })
    .waitFor({ state: 'attached' })
  await press(page.getByRole('button', { name: 'Take BFD away' }), way)
  await page.getByRole('button', { name: 'Switch BFD on' }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Take BFD away' }).waitFor()
  await happens(page, '.inspector', /BFDUp, silence is borne for 900 ms/)
  await choose(page, way, 'link', 'er-amsterdam.primary')
  await press(page.getByRole('button', { name: /^Cut silently/ }), way)
  const outages = await takenAway(
    lab,
    page,
    /bfd: ce1-er-amsterdam\.msee1 private ipv4, enabled: true/,
    /cut: er-amsterdam\.primary, silently: true/,
  )
  holds(
    outages.every((text) => /^0\.[6-9]\d* s out$/.test(text)),
    outages.join(', '),
  )
}

async function maintains(lab: BrowserLab, way: Way): Promise<void> {
  for (const [words, file] of [
    ['Planned maintenance', /drain: er-amsterdam\.msee1, for: 20m[\s\S]*crash: er-amsterdam\.msee1, for: 5m/],
    [
      'Maintenance of the core',
      /cut: er-amsterdam\.msee1-vnet-weu\.gw0[\s\S]*cut: er-amsterdam\.msee1-vnet-weu\.gw1/,
    ],
  ] as const) {
    const page = await opened(lab, way)
    await choose(page, way, 'node', 'er-amsterdam.msee1')
    await press(page.getByRole('button', { name: words }), way)
    await page.getByRole('button', { name: 'Undo' }).and(page.locator(':enabled')).waitFor()
    await takenAway(lab, page, file)
  }
}

async function choosesNumbers(lab: BrowserLab, way: Way): Promise<void> {
  const page = await opened(lab, way)
  await choose(page, way, 'link', 'er-amsterdam.primary')
  await press(page.getByText('Flap, Lose packets, Delay packets'), way)
  for (const [field, value] of [
    ['every', '30'],
    ['% of them', '10'],
    ['and up to', '7'],
  ] as const)
    await page.getByRole('spinbutton', { name: field }).fill(value)
  for (const words of ['Lose packets', 'Delay packets', 'Flap'])
    await press(page.getByRole('button', { name: words, exact: true }), way)
  await choose(page, way, 'session', 'ce2-er-amsterdam.msee2 private ipv4')
  await press(page.getByText('Flap …'), way)
  await press(page.getByRole('button', { name: 'Flap', exact: true }), way)
  await takenAway(
    lab,
    page,
    /loss: \{ link: er-amsterdam\.primary, share: 10% \}/,
    /delay: \{ link: er-amsterdam\.primary, by: 40ms, jitter: 7ms \}/,
    /cut: er-amsterdam\.primary, for: 5s, repeat: \{ every: 30s, times: 3 \}/,
    /shut: ce2-er-amsterdam\.msee2 private ipv4, for: 5s/,
  )
}

export const deedChecks: readonly PageCheck[] = [
  ...byEachWay('prepends, MED and LOCAL_PREF are dragged, taken back and brought again', dragsPreferences),
  ...byEachWay('prefixes are announced up to the limit and past it, and withdrawn again', announcesMore),
  ...byEachWay('BFD is switched on, off and on again, and notices the next silent cut', switchesBfd),
  ...byEachWay('an MSEE and the core behind it have their maintenance', maintains),
  ...byEachWay('a link flaps, loses and delays as chosen, and a session flaps', choosesNumbers),
  {
    name: 'every deed says what it will do, and one that cannot be done says why',
    check: async (lab) => {
      const page = await opened(lab, 'mouse')
      for (const [kind, name] of [
        ['link', 'er-amsterdam.primary'],
        ['node', 'er-amsterdam.msee1'],
        ['node', 'ce1'],
        ['node', 'head-office'],
        ['session', session],
        ['session', 'er-amsterdam.msee1-vnet-weu.gw0 private ipv4'],
      ] as const) {
        await choose(page, 'mouse', kind, name)
        const lines = await page.locator('.deeds form small').allTextContents()
        const buttons = await page.locator('.deeds form button').count()
        equal(lines.length, buttons, `lines of ${name}`)
        holds(
          lines.every((line) => /^[A-Z0-9].*\.$/i.test(line)),
          lines.join('\n'),
        )
        holds(
          lines.every((line) => !/undefined|NaN/.test(line)),
          lines.join('\n'),
        )
      }
      const bfd = page.getByRole('button', { name: 'Switch BFD on' })
      holds(await bfd.isDisabled(), 'BFD can be switched on where nobody configures it')
      await page.getByText('Nobody configures BFD between these two.').waitFor()
      await choose(page, 'mouse', 'link', 'er-amsterdam.primary')
      await page.getByText('What notices is the hold timer, within 180 s.').waitFor()
      await page.getByRole('button', { name: /^Cut, seen at once/ }).click()
      await page.getByText('Its ports are down already.').first().waitFor()
      holds(
        await page.getByRole('button', { name: /^Cut, seen at once/ }).isDisabled(),
        'it can be cut twice',
      )
    },
  },
]
