import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { build } from 'vite'
import { leftOut } from '../../src/web/left-out/left-out.ts'
import { minified } from '../../src/web/minified.ts'

const page = 'dist/web/index.html'

/** The program of the page's simulator: that of the built page, which is built before all tests are run, or else built for itself. */
export async function builtSimulator(): Promise<string> {
  return isFresh() ? inlined(readFileSync(page, 'utf8')) : await builtAlone()
}

/** Whether nothing of what the page is built from is newer. */
function isFresh(): boolean {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((name) => join('src', name))
  if (!existsSync(page)) return false
  const built = statSync(page).mtimeMs
  return ['package-lock.json', ...sources].every((name) => statSync(name).mtimeMs < built)
}

/** The text that the page starts its worker with. */
function inlined(html: string): string {
  const [, literal] = /=(['"`]!function\(\).*),[\w$]+=typeof self<"u"&&self\.Blob/s.exec(html) ?? []
  if (literal === undefined) throw new Error(`${page} starts its worker in another way`)
  return runInNewContext(literal)
}

async function builtAlone(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [leftOut(), minified()],
    build: { write: false, target: 'es2023', rollupOptions: { input: 'src/web/simulator/worker.ts' } },
  })
  const [result] = [built].flat()
  return result !== undefined && 'output' in result ? result.output[0].code : ''
}
