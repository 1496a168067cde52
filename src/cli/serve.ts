import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { watch } from 'chokidar'
import { type LoadedScenario, loadScenario } from '../scenario/load.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { packageFolder } from './package-files.ts'
import { pageHtml, scenarioJson } from './page-html.ts'
import { standardInput } from './scenario-files.ts'
import { tellIssues } from './tell-issues.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface ServeOptions {
  /** 0 for any that is free. */
  readonly port: number
}

const loopback = '127.0.0.1'

/** What is shown where no file is named. */
const example = join(packageFolder, 'sim-scenarios', 'failover', 'primary-silent-cut.yaml')

/** `vmsee serve FILE`: the page, on this machine alone, until Ctrl-C; it opens the file anew when that changes. */
export async function serve(
  file: string | undefined,
  options: ServeOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const shown = file ?? example
  if (shown === standardInput) throw new UsageError('standard input cannot be watched: name a file')
  const first = loadScenario(shown)
  // What is wrong inside a file the page tells; a file that cannot be read has no page.
  if (first.text === '') {
    tellIssues(first, terminal)
    return exitCodes.unusable
  }
  const pages = new ScenarioPages(() => loadScenario(shown))
  // The page has to be there before anybody is told where.
  pages.html()
  const server = createServer((request, response) => pages.answer(request, response))
  const port = await listening(server, options.port)
  const watcher = watch(shown, {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: 100, pollInterval: 25 },
  })
  watcher.on('all', () => pages.changed())
  terminal.talk(`${shown} is shown at http://${loopback}:${port}/\nCtrl-C ends\n`)
  await new Promise<void>((resolve) => terminal.onInterrupt(resolve))
  await watcher.close()
  server.close()
  server.closeAllConnections()
  return exitCodes.interrupted
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

/** Answers requests for the page, for the scenario in it, and for word of its changes. */
class ScenarioPages {
  readonly #load: () => LoadedScenario
  readonly #waiting = new Set<ServerResponse>()

  constructor(load: () => LoadedScenario) {
    this.#load = load
  }

  html(): string {
    return pageHtml({ ...this.#load(), watched: true })
  }

  /** A page of another origin, or a name that somebody else has made lead here, is not answered. */
  answer({ headers, method, url }: IncomingMessage, response: ServerResponse): void {
    if (!isOwnHost(headers.host)) return refuse(response, 403, 'this page is for this machine alone')
    if (method !== 'GET') return refuse(response, 405, 'there is nothing to be sent here')
    switch (url) {
      case '/':
        return send(response, 'text/html; charset=utf-8', this.html())
      case '/scenario':
        return send(response, 'application/json', scenarioJson({ ...this.#load(), watched: true }))
      case '/changes':
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
        response.write(': changes of the scenario\n\n')
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
