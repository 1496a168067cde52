/**
 * `npm run screenshots`: what the README shows of the page, taken in Debian's chromium of the page that was built last, and
 * written to docs/pictures. They are looked at before they are committed.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { BrowserLab, flagship, moved, settled } from './page/browser-lab.ts'

interface Picture {
  readonly name: string
  readonly file: string
  readonly options: BrowserContextOptions
  readonly show: (page: Page) => Promise<void>
}

const folder = 'docs/pictures'
const viewport = { width: 1280, height: 850 }
const largestOctets = 150_000

const pictures: readonly Picture[] = [
  { name: 'page-failover', file: flagship, options: {}, show: untilMessagesTravel },
  { name: 'page-dark', file: flagship, options: { colorScheme: 'dark' }, show: untilMessagesTravel },
  {
    name: 'page-lesson',
    file: 'sim-scenarios/lessons/silent-cut.yaml',
    options: {},
    show: untilWrong,
  },
  {
    name: 'page-why',
    file: 'sim-scenarios/preference/prepending-steers-one-direction.yaml',
    options: {},
    show: async (page) => {
      await moved(page, () => page.keyboard.press('End'))
      await page.getByRole('button', { name: /^Gateway vnet-weu\.gw0/ }).click()
      await page.locator('.routes').getByRole('button', { name: '10.1.0.0/16' }).first().click()
      await page.locator('.why').waitFor()
      await page.evaluate("document.querySelector('.why').scrollIntoView(); scrollTo(0, 0)")
    },
  },
]

/** From the cut, which nobody sees, to the first messages after the hold timer has run out. */
async function untilMessagesTravel(page: Page): Promise<void> {
  const cut = page.getByRole('button', { name: /^Link .*, silent/ })
  while ((await cut.count()) === 0) await moved(page, () => page.keyboard.press('.'))
  while ((await page.locator('g.message').count()) === 0) await moved(page, () => page.keyboard.press('.'))
}

/** To the second round of a lesson, in which somebody has expected too little. */
async function untilWrong(page: Page): Promise<void> {
  const card = page.locator('.lesson')
  const press = (name: RegExp): Promise<void> => card.getByRole('button', { name }).click()
  const expectLittle = async (): Promise<void> => {
    await settled(page)
    await card.getByText('Less than a second').click()
    await press(/^That is what I expect/)
    await press(/^Cut/)
    await card.locator('.told').waitFor()
  }
  await expectLittle()
  await press(/^Next/)
  await card.getByRole('heading', { name: 'Round 2' }).waitFor()
  await expectLittle()
}

async function main(): Promise<void> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  const lab = new BrowserLab(browser)
  try {
    for (const { name, file, options, show } of pictures) {
      const page = await lab.exported(file, { viewport, reducedMotion: 'reduce', ...options })
      await settled(page)
      await show(page)
      const path = join(folder, `${name}.webp`)
      await page.mouse.move(0, 0)
      const session = await page.context().newCDPSession(page)
      const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 88 })
      const octets = Buffer.from(data, 'base64')
      if (octets.length > largestOctets) throw new Error(`${path} would have ${octets.length} octets`)
      writeFileSync(path, octets)
      console.log(`${path}: ${octets.length} octets`)
      await lab.close()
    }
  } finally {
    await browser.close()
  }
}

await main()
