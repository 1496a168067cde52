/**
 * `npm run interop:page`: the page in a real browser, Debian's chromium, served by `vmsee serve` and from disk. Each check is
 * told when it is done; without a browser all of them are skipped. `-- WORDS` takes those with these words in their names.
 */
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { accessChecks } from './page/access.ts'
import { actionChecks } from './page/actions.ts'
import { BrowserLab, type PageCheck } from './page/browser-lab.ts'
import { closerChecks } from './page/closer.ts'
import { costChecks } from './page/cost.ts'
import { deedChecks } from './page/deeds.ts'
import { deliveryChecks } from './page/delivery.ts'
import { lessonChecks } from './page/lessons.ts'
import { shelfChecks } from './page/shelf.ts'
import { timeChecks } from './page/time.ts'

const executablePath = '/usr/bin/chromium'

async function main(): Promise<number> {
  if (!existsSync(executablePath)) {
    console.log('skipped: the page in a browser, since chromium is not installed')
    return 0
  }
  const wanted = process.argv[2] ?? ''
  const checks = [
    ...deliveryChecks,
    ...timeChecks,
    ...actionChecks,
    ...deedChecks,
    ...accessChecks,
    ...closerChecks,
    ...shelfChecks,
    ...costChecks,
    ...lessonChecks,
  ].filter(({ name }) => name.includes(wanted))
  // A page mostly waits for what is played in it, so that two browsers take them in turn.
  const failed = await Promise.all([checkEach(checks), checkEach(checks)])
  return failed.every((count) => count === 0) ? 0 : 1
}

/** Takes one after the other of the checks that nobody else has taken, and answers how many failed. */
async function checkEach(left: PageCheck[]): Promise<number> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const lab = new BrowserLab(browser)
  let failed = 0
  try {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const problem = await next.check(lab).then(
        () => lab.complaint(),
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      )
      await lab.close()
      if (problem !== undefined) failed++
      console.log(`${problem === undefined ? 'ok' : 'not ok'} - ${next.name}`)
      if (problem !== undefined) console.log(`#   ${problem.replaceAll('\n', '\n#   ')}`)
    }
  } finally {
    await browser.close()
  }
  return failed
}

// Whoever ends the checks ends their browsers and servers too: what was under way is not wrong for that, and is not told.
process.once('SIGINT', () => process.exit(130))
process.exitCode = await main()
