import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadedScenario } from '../scenario/load.ts'
import { packageFolder } from './package-files.ts'
import { UsageError } from './usage-error.ts'

/** The text that stands for the scenario in the page as it is built. */
const placeholder = '"vmsee:scenario"'

/** `watched` where the file may change while the page shows it, and whoever serves the page will tell. */
interface PageScenario extends Pick<LoadedScenario, 'file' | 'text' | 'prefixFiles'> {
  readonly watched: boolean
}

/** The page with a scenario in it: one HTML file that needs nothing else. */
export function pageHtml(loaded: PageScenario): string {
  const built = join(packageFolder, 'dist', 'web', 'index.html')
  if (!existsSync(built)) throw new UsageError('the page is not built: npm run build')
  const [before, after] = readFileSync(built, 'utf8').split(placeholder)
  if (before === undefined || after === undefined) throw new Error(`${built} has no place for a scenario`)
  return before + scenarioJson(loaded) + after
}

/** What the page opens: the file's text and what it loads, as JSON that may stand in HTML. */
export function scenarioJson({ file, text, prefixFiles, watched }: PageScenario): string {
  const inBase64 = [...prefixFiles].map(([name, octets]) => [name, Buffer.from(octets).toString('base64')])
  return JSON.stringify({ file, text, prefixFiles: Object.fromEntries(inBase64), watched }).replaceAll(
    '<',
    '\\u003c',
  )
}
