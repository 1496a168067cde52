import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/** One thing that is to be true of the page. */
export interface PageCheck {
  readonly name: string
  readonly check: (lab: BrowserLab) => Promise<void>
}

export const flagship = 'sim-scenarios/failover/primary-silent-cut.yaml'

const program = 'dist/cli/main.js'
const patience = 20_000

/** A browser, a folder for files, and whatever pages and servers a check has opened. What a page complains of is kept. */
export class BrowserLab {
  readonly #browser: Browser
  readonly #folder = mkdtempSync(join(tmpdir(), 'vmsee-page-'))
  readonly #exported = new Map<string, string>()
  #servers: ChildProcess[] = []
  #complaints: string[] = []

  constructor(browser: Browser) {
    this.#browser = browser
    process.once('exit', () => rmSync(this.#folder, { recursive: true }))
  }

  /** What any page said on its console, or asked of another origin. */
  complaint(): string | undefined {
    return this.#complaints.length === 0 ? undefined : this.#complaints.join('\n')
  }

  async close(): Promise<void> {
    for (const context of this.#browser.contexts()) await context.close()
    for (const server of this.#servers) server.kill('SIGINT')
    this.#servers = []
    this.#complaints = []
  }

  write(name: string, text: string): string {
    const file = join(this.#folder, name)
    writeFileSync(file, text)
    return file
  }

  read(name: string): string {
    return readFileSync(join(this.#folder, name), 'utf8')
  }

  /** What the command prints. */
  run(...words: readonly string[]): string {
    return execFileSync('node', [program, ...words], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  }

  /** The page of a file, or of several, from disk; it is written once for as long as they say the same. */
  async exported(file: string | readonly string[], options: BrowserContextOptions = {}): Promise<Page> {
    const files = [file].flat()
    const said = files.map((name) => `${name}\n${readFileSync(name, 'utf8')}`).join('\n')
    const html = this.#exported.get(said) ?? join(this.#folder, `page-${this.#exported.size}.html`)
    if (!this.#exported.has(said)) this.run('export', ...files, '--html', html)
    this.#exported.set(said, html)
    return this.#opened(pathToFileURL(html).href, options)
  }

  /** The page of a file from a server of its own. */
  async served(file: string): Promise<Page> {
    const server = spawn('node', [program, 'serve', file, '--port', '0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#servers.push(server)
    const address = await new Promise<string>((resolve, reject) => {
      let said = ''
      server.stderr.on('data', (part) => {
        said += String(part)
        const found = /http:\S+/.exec(said)
        if (found !== null) resolve(found[0])
      })
      server.on('exit', () => reject(new Error(`the server ended: ${said}`)))
    })
    return this.#opened(address, {})
  }

  async #opened(address: string, options: BrowserContextOptions): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(patience)
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.#complaints.push(message.text())
    })
    page.on('pageerror', (error) => this.#complaints.push(String(error)))
    page.on('request', (request) => {
      const url = request.url()
      const isOwn = url.startsWith('blob:') || url.startsWith('data:') || url === address
      if (isOwn || (address.startsWith('http:') && url.startsWith(address))) return
      this.#complaints.push(`asks for ${url}`)
    })
    await page.goto(address)
    return page
  }
}

/** Until the run is known to its end, so that nothing changes by itself any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main[data-known="whole"]').waitFor()
}

export async function clock(page: Page): Promise<string> {
  return (await page.locator('output.clock').textContent()) ?? ''
}

/** Lets the page do something, and waits until time stands elsewhere. */
export async function moved(page: Page, act: () => Promise<void>): Promise<void> {
  const before = await clock(page)
  await act()
  await page.waitForFunction(
    `document.querySelector('output.clock')?.textContent !== ${JSON.stringify(before)}`,
  )
}

export function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${what}: ${a} is not ${b}`)
}

export function holds(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(what)
}
