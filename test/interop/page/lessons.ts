import type { Page } from 'playwright-core'
import { course } from '../../../src/analysis/lesson/course.ts'
import { findings } from './axe.ts'
import { type BrowserLab, clock, equal, holds, moved, type PageCheck, settled } from './browser-lab.ts'

const flagship = 'sim-scenarios/lessons/silent-cut.yaml'
const link = /^Link er-amsterdam\.primary /

/** How somebody goes through a lesson: chooses an answer, stands by it, and goes on. */
interface Walker {
  readonly answer: (number: number) => Promise<void>
  readonly commit: () => Promise<void>
  readonly cutSilently: () => Promise<void>
  readonly press: (name: RegExp) => Promise<void>
}

function byMouse(page: Page): Walker {
  const press = (name: RegExp): Promise<void> => card(page).getByRole('button', { name }).click()
  return {
    press,
    answer: (number) =>
      card(page)
        .locator('.choice')
        .nth(number - 1)
        .click(),
    commit: () => press(/^That is what I expect/),
    cutSilently: async () => {
      await page.getByRole('button', { name: link }).click({ force: true })
      await page.getByRole('button', { name: /^Cut silently/ }).click()
    },
  }
}

/** Nothing but keys: the focus has to be where the next key is of use. */
function byKeyboard(page: Page): Walker {
  return {
    answer: (number) => page.keyboard.press(String(number)),
    commit: () => page.keyboard.press('Enter'),
    cutSilently: async () => {
      // From the button of the card backwards into the picture, to what glows there.
      for (let presses = 0; presses < 60; presses++) {
        const thing = await page.evaluate<string>("document.activeElement?.getAttribute('data-thing') ?? ''")
        if (thing === 'link er-amsterdam.primary') break
        await page.keyboard.press('Tab')
      }
      await page.keyboard.press('s')
    },
    press: async (name) => {
      // The focus follows what is painted a moment later.
      await page.waitForFunction(`${name}.test(document.activeElement?.textContent ?? '')`)
      await page.keyboard.press('Enter')
    },
  }
}

function card(page: Page): ReturnType<Page['locator']> {
  return page.locator('.lesson')
}

async function told(page: Page): Promise<string> {
  await card(page).locator('.told').waitFor()
  return (await card(page).locator('.told .verdict').textContent()) ?? ''
}

async function inRound(page: Page, number: number): Promise<void> {
  await card(page)
    .getByRole('heading', { name: `Round ${number} of 4` })
    .waitFor()
  await settled(page)
}

/** The first round is predicted right, and is over. */
async function throughTheFirst(page: Page): Promise<void> {
  const walker = byMouse(page)
  await walker.answer(1)
  await walker.commit()
  await walker.press(/^Cut/)
  await walker.press(/^Skip/)
  await told(page)
  await walker.press(/^Next/)
  await inRound(page, 2)
}

/** Open, predict, cut the cable, be wrong, see why, turn on BFD, be right. */
async function walkTheFlagship(page: Page, walker: Walker): Promise<void> {
  await inRound(page, 1)
  await walker.answer(1)
  await walker.commit()
  await walker.press(/^Cut er-amsterdam\.primary/)
  holds(/so it was/.test(await told(page)), await told(page))
  await walker.press(/^Next/)
  await inRound(page, 2)
  equal(await page.locator('.outage').count(), 0, 'outages before an answer')
  await walker.answer(1)
  await walker.commit()
  await walker.cutSilently()
  const wrong = await told(page)
  holds(/You said “Less than a second”. It was “Up to three minutes”.*1\d\d s/.test(wrong), wrong)
  equal(await page.locator('.flow-lane.lit').count(), 2, 'lanes that are lit')
  await walker.press(/^Next/)
  await inRound(page, 3)
  await walker.answer(4)
  await walker.commit()
  holds(/You were not sure. It was “About half”/.test(await told(page)), await told(page))
  await walker.press(/^Next: change one thing/)
  await inRound(page, 4)
  await card(page).locator('.change .added').getByText('bfd: true').waitFor()
  await walker.answer(1)
  await walker.commit()
  await walker.press(/^Cut er-amsterdam\.primary silently/)
  holds(/so it was.*0\.\d+ s/.test(await told(page)), await told(page))
  await page.getByText('you predicted 2 of 4 right').waitFor()
}

/** Whether the middle of it is where nothing else lies over it. */
function inSight(what: string): string {
  return `(({ x, y }) => {
    const seen = document.elementFromPoint(x, y)
    return seen?.closest(${JSON.stringify(what)}) === document.querySelector(${JSON.stringify(what)})
  })(${middleOf(what)})`
}

function middleOf(what: string): string {
  return `(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))(
    document.querySelector(${JSON.stringify(what)}).getBoundingClientRect())`
}

/** A lesson as fast as it goes. */
async function hurryThrough(page: Page): Promise<void> {
  for (;;) {
    await settled(page)
    await card(page).locator('.choice').first().click()
    await card(page)
      .getByRole('button', { name: /^That is what I expect/ })
      .click()
    const outcome = card(page).locator('.told')
    const onward = card(page).locator('.to-do button, .playing button').first()
    for (;;) {
      await onward.or(outcome).waitFor()
      if (await outcome.isVisible()) break
      // It may be gone by then, and the outcome told, which has buttons of its own that are not meant.
      await onward.click({ timeout: 1000 }).catch(() => undefined)
    }
    const verdict = await told(page)
    holds(!/Nothing can be said/.test(verdict), verdict)
    equal(await card(page).locator('.choice.right').count(), 1, 'choices that are right')
    const on = card(page).getByRole('button', { name: /^Next(: change one thing)?$/ })
    if ((await on.count()) === 0) return
    await on.click()
  }
}

async function begun(lab: BrowserLab, ...options: Parameters<BrowserLab['exported']>[1][]): Promise<Page> {
  const page = await lab.exported(flagship, ...options)
  await inRound(page, 1)
  return page
}

/** Presses `u` as soon as anything is played. */
const takenBackAtOnce = `new MutationObserver((_, observer) => {
  if (document.querySelector('main[data-stage="play"]') === null) return
  observer.disconnect()
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'u', bubbles: true }))
}).observe(document.body, { subtree: true, attributes: true })`

export const lessonChecks: readonly PageCheck[] = [
  {
    name: 'the flagship lesson is walked with the mouse alone',
    check: async (lab) => {
      const page = await begun(lab)
      await walkTheFlagship(page, byMouse(page))
    },
  },
  {
    name: 'the flagship lesson is walked with the keyboard alone',
    check: async (lab) => {
      const page = await begun(lab)
      await walkTheFlagship(page, byKeyboard(page))
    },
  },
  ...course.map(
    (name) =>
      ({
        name: `the lesson ${name} runs through to its end`,
        check: async (lab) => {
          const page = await lab.exported(`sim-scenarios/lessons/${name}.yaml`)
          await hurryThrough(page)
          await page.getByText('That was the last round').waitFor()
        },
      }) satisfies PageCheck,
  ),
  {
    name: 'before an answer nothing is done; something else that is done is told, and taken back',
    check: async (lab) => {
      const page = await begun(lab)
      const walker = byMouse(page)
      await page.getByRole('button', { name: link }).focus()
      await page.keyboard.press('c')
      await card(page).getByText('First say what you expect').waitFor()
      await walker.answer(2)
      await walker.commit()
      await page.getByRole('button', { name: link }).focus()
      await page.keyboard.press('s')
      await card(page)
        .getByText(/That was something else/)
        .waitFor()
      await walker.press(/Take it back/)
      await card(page).getByRole('heading', { name: 'Now do it' }).waitFor()
    },
  },
  {
    name: 'what was asked for is taken back while it is played, and is to be done again',
    check: async (lab) => {
      const page = await begun(lab)
      const walker = byMouse(page)
      await walker.answer(1)
      await walker.commit()
      await page.evaluate(takenBackAtOnce)
      await page.getByRole('button', { name: link }).focus()
      await page.keyboard.press('c')
      await card(page).getByRole('heading', { name: 'Now do it' }).waitFor()
      await page.locator('main[data-stage="do"]').waitFor()
      await page.keyboard.press('End')
      await page.keyboard.press('r')
      await card(page)
        .getByText(/so it was/)
        .waitFor()
    },
  },
  {
    name: 'a teacher sees all answers with what was measured, prints the lesson, and forgets what was predicted',
    check: async (lab) => {
      const page = await begun(lab)
      const sheet = page.locator('.sheet')
      await page.emulateMedia({ media: 'print' })
      equal(await sheet.locator('li').count(), 13, 'boxes to tick')
      holds(!/☒|KEEPALIVE every 60/.test((await sheet.textContent()) ?? ''), 'the sheet has answers')
      equal(await page.locator('main').isVisible(), false, 'whether the page is printed with it')
      await page.emulateMedia({ media: 'screen' })
      await page.getByTitle(/Choose another/).click()
      await page.getByLabel(/for teachers/).check()
      await page.getByRole('button', { name: 'Close' }).click()
      await sheet.getByText('☒ Up to three minutes outage 170 s').waitFor()
      equal(await card(page).locator('.choice.right').count(), 1, 'answers in the card')
      equal(await findings(page), '', 'findings')
    },
  },
  {
    name: 'the round and how it was predicted outlast the page; where nothing can be stored it works all the same',
    check: async (lab) => {
      const page = await begun(lab)
      await throughTheFirst(page)
      await page.reload()
      await inRound(page, 2)
      equal(await card(page).locator('.mark-r').count(), 1, 'rounds that were right')
      await page.addInitScript(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })",
      )
      await page.reload()
      await inRound(page, 2)
      equal(await card(page).locator('.mark-r').count(), 0, 'rounds that are remembered')
    },
  },
  {
    name: 'on a telephone the question and the picture are in sight at once, and so is what was touched in it',
    check: async (lab) => {
      const page = await begun(lab, { viewport: { width: 360, height: 740 }, hasTouch: true })
      const walker = byMouse(page)
      const sees = async (what: string): Promise<boolean> => page.evaluate<boolean>(inSight(what))
      holds(await sees('.lesson .heading'), 'the card is not in sight')
      holds(await sees('[data-thing="node ce1"]'), 'the picture is not in sight')
      await walker.answer(1)
      await walker.commit()
      await card(page).locator('.to-do').waitFor()
      holds(await sees('.to-do button'), 'what is to be done is not in sight')
      const place = await page.evaluate<{ x: number; y: number }>(middleOf('.link.suggested .line'))
      await page.touchscreen.tap(place.x, place.y)
      await page.locator('.inspector .first').getByRole('button', { name: 'Cut, seen at once' }).waitFor()
      holds(await sees('.inspector .first button'), 'the cut is not in sight')
    },
  },
  {
    name: 'what a lesson asks for stands out among what can be done, and nothing else does',
    check: async (lab) => {
      const page = await lab.exported(flagship)
      await inRound(page, 1)
      const walker = byMouse(page)
      const first = page.locator('.inspector .deeds .first')
      await page.getByRole('button', { name: link }).click({ force: true })
      await page.getByRole('button', { name: /^Cut silently/ }).waitFor()
      equal(await first.count(), 0, 'what stands out before an answer')
      await page.getByRole('button', { name: 'Back to the lesson' }).click()
      await walker.answer(1)
      await walker.commit()
      await page.getByRole('button', { name: link }).click({ force: true })
      equal(await first.allTextContents(), [await first.filter({ hasText: 'Cut, seen' }).textContent()], 'it')
    },
  },
  {
    name: 'an address that is shared in a lesson brings back the lesson, its round and its moment',
    check: async (lab) => {
      const page = await begun(lab)
      await throughTheFirst(page)
      await moved(page, () => page.keyboard.press(','))
      const at = await clock(page)
      await page.getByRole('button', { name: 'Share' }).click()
      await page.waitForURL(/#(?!file)./)
      const address = page.url()
      await page.reload()
      await inRound(page, 2)
      equal(await clock(page), at, 'the moment')
      equal(await card(page).locator('.choice :checked').count(), 0, 'answers')
      equal(page.url(), address, 'the address')
    },
  },
  ...(
    [
      { colorScheme: 'light' },
      { colorScheme: 'dark' },
      { viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' },
    ] as const
  ).map(
    (options) =>
      ({
        name: `axe finds nothing serious in any state of the card, ${JSON.stringify(options)}`,
        check: async (lab) => {
          const page = await begun(lab, options)
          const walker = byMouse(page)
          const clean = async (state: string): Promise<void> =>
            equal(await findings(page), '', `findings in ${state}`)
          await clean('ask')
          await walker.answer(2)
          await walker.commit()
          await card(page).locator('.to-do').waitFor()
          await clean('do')
          await walker.press(/^Cut/)
          await card(page).locator('.playing').waitFor()
          await page.getByRole('button', { name: /Pause/ }).click()
          await clean('play')
          await walker.press(/^Skip/)
          await told(page)
          await clean('told')
          const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
          holds(wide <= 0, `the page is ${wide} pixels too wide`)
        },
      }) satisfies PageCheck,
  ),
]
