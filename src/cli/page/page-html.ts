import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../package-files.ts'
import { UsageError } from '../usage-error.ts'
import type { ShelvedScenario } from './shelf.ts'

/** The text that stands for the shelf in the page as it is built. */
const placeholder = '"vmsee:shelf"'

/** What the page has to choose from; what it opens without a word comes first. */
export interface PageShelf {
  readonly scenarios: readonly ShelvedScenario[]
  /** Whether files may change while the page shows them, and whoever serves the page will tell. */
  readonly watched: boolean
}

/** The page with scenarios in it: one HTML file that needs nothing else. */
export function pageHtml(shelf: PageShelf): string {
  const built = join(packageFolder, 'dist', 'web', 'index.html')
  if (!existsSync(built)) throw new UsageError('the page is not built: npm run build')
  const [before, after] = readFileSync(built, 'utf8').split(placeholder)
  if (before === undefined || after === undefined) throw new Error(`${built} has no place for a scenario`)
  return before + shelfJson(shelf) + after
}

/** What the page opens: the text of each file and what it loads, as JSON that may stand in HTML. */
export function shelfJson({ scenarios, watched }: PageShelf): string {
  const packed = scenarios.map(({ title, file, text, prefixFiles }) => {
    const files = [...prefixFiles].map(([name, { octets, problems }]) => [
      name,
      octets === undefined ? { problems } : Buffer.from(octets).toString('base64'),
    ])
    return { title, file, text, prefixFiles: Object.fromEntries(files) }
  })
  return JSON.stringify({ scenarios: packed, watched }).replaceAll('<', '\\u003c')
}
