/**
 * `npm run interop:page`: the page in a real browser, Debian's chromium, served by `vmsee serve` and from disk. Each check is
 * told when it is done; without a browser all of them are skipped. `-- WORDS` takes those with these words in their names.
 */
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { accessChecks } from './page/access.ts'
import { actionChecks } from './page/actions.ts'
import { BrowserLab } from './page/browser-lab.ts'
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
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const lab = new BrowserLab(browser)
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
  let failed = 0
  try {
    for (const { name, check } of checks) {
      const problem = await check(lab).then(
        () => lab.complaint(),
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      )
      await lab.close()
      if (problem !== undefined) failed++
      console.log(`${problem === undefined ? 'ok' : 'not ok'} - ${name}`)
      if (problem !== undefined) console.log(`#   ${problem.replaceAll('\n', '\n#   ')}`)
    }
  } finally {
    await browser.close()
    lab.end()
  }
  return failed === 0 ? 0 : 1
}

process.exitCode = await main()
