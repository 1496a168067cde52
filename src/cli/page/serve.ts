import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, resolve } from 'node:path'
import { type FSWatcher, watch } from 'chokidar'
import { loadScenario } from '../../scenario/load.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { standardInput } from '../scenario-files.ts'
import { tellIssues } from '../tell-issues.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { type PageShelf, pageHtml, shelfJson } from './page-html.ts'
import { loadShelved, type ShelvedFile, servedFiles } from './shelf.ts'

export interface ServeOptions {
  /** 0 for any that is free. */
  readonly port: number
}

const loopback = '127.0.0.1'

/** `vmsee serve FILE`: the page, on this machine alone, until Ctrl-C; it opens a file anew when that changes. */
export async function serve(
  file: string | undefined,
  options: ServeOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (file === standardInput) throw new UsageError('standard input cannot be watched: name a file')
  const named = file === undefined ? undefined : loadScenario(file)
  // What is wrong inside a file the page tells; a file that cannot be read has no page.
  if (named?.text === '') {
    tellIssues(named, terminal)
    return exitCodes.unusable
  }
  const files = servedFiles(file)
  const pages = new ScenarioPages(files)
  // The page has to be there before anybody is told where.
  pages.html()
  const server = createServer((request, response) => pages.answer(request, response))
  const port = await listening(server, options.port)
  const watcher = watched(files.map(({ path }) => resolve(path)))
  watcher.on('all', (event) => {
    // What is gone may be on its way back, as where an editor saves in two steps.
    if (event !== 'unlink') pages.changed()
  })
  // Whoever reads the address may change the file at once.
  await once(watcher, 'ready')
  terminal.talk(`${file ?? 'What comes with vmsee'} is shown at http://${loopback}:${port}/\nCtrl-C ends\n`)
  await new Promise<void>((resolve) => terminal.onInterrupt(resolve))
  await watcher.close()
  server.close()
  server.closeAllConnections()
  return exitCodes.interrupted
}

/** By their folders: a file alone is lost from sight once it is gone. */
function watched(paths: readonly string[]): FSWatcher {
  const folders = [...new Set(paths.map((path) => dirname(path)))]
  const known = new Set([...folders, ...paths])
  return watch(folders, {
    ignoreInitial: true,
    ignored: (path) => !known.has(resolve(path)),
    awaitWriteFinish: { stabilityThreshold: 100, pollInterval: 25 },
  })
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES'
      reject(taken ? new UsageError(`port ${port} cannot be had: name another with --port`) : error)
    })
    server.listen(port, loopback, () => resolve(portOf(server.address() ?? undefined)))
  })
}

function portOf(address: AddressInfo | string | undefined): number {
  if (typeof address !== 'object') throw new Error('a server that listens has a port')
  return address.port
}

/** Answers requests for the page, for the scenarios in it, and for word of their changes. */
class ScenarioPages {
  readonly #files: readonly ShelvedFile[]
  readonly #waiting = new Set<ServerResponse>()

  constructor(files: readonly ShelvedFile[]) {
    this.#files = files
  }

  html(): string {
    return pageHtml(this.#shelf())
  }

  #shelf(): PageShelf {
    return { scenarios: this.#files.map(loadShelved), watched: true }
  }

  /** A page of another origin, or a name that somebody else has made lead here, is not answered. */
  answer({ headers, method, url }: IncomingMessage, response: ServerResponse): void {
    if (!isOwnHost(headers.host)) return refuse(response, 403, 'this page is for this machine alone')
    if (method !== 'GET') return refuse(response, 405, 'there is nothing to be sent here')
    switch (url) {
      case '/':
        return send(response, 'text/html; charset=utf-8', this.html())
      case '/shelf':
        return send(response, 'application/json', shelfJson(this.#shelf()))
      case '/changes':
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
        response.write(': changes of the scenarios\n\n')
        this.#waiting.add(response)
        response.on('close', () => this.#waiting.delete(response))
        return
      default:
        return refuse(response, 404, 'there is nothing here')
    }
  }

  changed(): void {
    for (const response of this.#waiting) response.write('event: changed\ndata:\n\n')
  }
}

function isOwnHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? '')
}

function send(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' })
  response.end(body)
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${reason}\n`)
}
