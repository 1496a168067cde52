import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import test from 'ava'
import { shelfJson } from '../../src/cli/page/page-html.ts'
import { loadShelved } from '../../src/cli/page/shelf.ts'
import { Laboratory } from '../../src/web/simulator/laboratory.ts'
import type { Reply, Request } from '../../src/web/simulator/protocol.ts'
import type { PlanView } from '../../src/web/view/plan.ts'
import { builtSimulator } from '../support/built-simulator.ts'
import { scenario } from '../support/scenario-text.ts'

type Answer = (request: Request) => readonly Reply[]

/** With what it never needs left out, and said as short. */
const program = builtSimulator()

/** Runs it in a world of its own, which has what a worker has. */
function started(built: string): Answer {
  const replies: Reply[] = []
  let answer: (event: { readonly data: Request }) => void = () => {}
  const world = {
    ...{ performance, atob, structuredClone, TextEncoder, TextDecoder },
    addEventListener: (_: string, listener: typeof answer) => {
      answer = listener
    },
    postMessage: (reply: Reply) => replies.push(reply),
    // It looks ahead in its own time, which never comes.
    setTimeout: () => 0,
  }
  runInContext(built, createContext(world))
  return (request) => {
    answer({ data: request })
    return replies.splice(0)
  }
}

function opening(path: string): Request {
  const scenarios = [loadShelved({ path, name: path })]
  return { kind: 'open', source: JSON.parse(shelfJson({ scenarios, watched: false })).scenarios[0] }
}

/** Looks at a network from all sides. */
function walk({ nodes, sessions }: PlanView): readonly Request[] {
  const router = nodes.find(({ asn }) => asn !== undefined)?.name ?? ''
  const session = sessions[0]?.name ?? ''
  return [
    { kind: 'select', selection: { kind: 'session', name: session, message: 0 } },
    { kind: 'act', action: { crash: router }, label: 'crash' },
    { kind: 'select', selection: { kind: 'node', name: router } },
    { kind: 'take-away' },
    { kind: 'jump', at: 60_000_000 },
  ]
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name))
}

/** One of each folder; what is large there is so in prefixes alone. */
const scenarios = filesIn('sim-scenarios')
  .filter((file) => !file.includes('/limits/'))
  .filter((file, index, all) => all.findIndex((other) => dirname(other) === dirname(file)) === index)

test('what the page is built without changes no answer of the simulator', async (t) => {
  const ofPage = started(await program)
  for (const file of [...filesIn('test/bad-files'), ...scenarios]) {
    ofPage({ kind: 'select', selection: undefined })
    const ofSources = new Laboratory((text) => Buffer.from(text, 'base64'))
    const first = ofSources.answer(opening(file))
    t.true(isSame(ofPage(opening(file)), first), file)
    const opened = first.find(({ kind }) => kind === 'opened')
    for (const request of opened?.kind === 'opened' ? walk(opened.plan) : [])
      t.true(isSame(ofPage(request), ofSources.answer(request)), `${file}: ${request.kind}`)
  }
})

test('the page reads what no file of the scenarios has: a netmask, and IPv6 with IPv4 in it', async (t) => {
  const prefixes = '10.9.0.0/255.255.0.0, 0.0.0.0 0.0.0.0, 64:ff9b::192.0.2.0/120'
  const { source: text } = scenario('', `, advertise: [${prefixes}]`)
  const request: Request = { kind: 'open', source: { file: 'written.yaml', text, prefixFiles: {} } }
  const ofSources = new Laboratory((base64) => Buffer.from(base64, 'base64')).answer(request)
  t.true(isSame(started(await program)(request), ofSources))
  t.true(ofSources.some(({ kind }) => kind === 'opened'))
})

test('a scenario with an MRT file opens in the page, which is handed the list of what it holds', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vmsee-page-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  copyFileSync('test/vectors/mrt/openbgpd_rib_table-v2', join(folder, 'peers.mrt'))
  const file = join(folder, 'mrt.yaml')
  const { source } = scenario('', ', advertise: [10.9.0.0/16]')
  writeFileSync(file, source.replace('10.9.0.0/16', '{ file: peers.mrt }'))
  const replies = started(await program)(opening(file))
  t.true(replies.some(({ kind }) => kind === 'opened'))
  t.false(replies.some(({ kind }) => kind === 'refused'))
})

function isSame(page: readonly Reply[], sources: readonly Reply[]): boolean {
  return JSON.stringify(page) === JSON.stringify(sources)
}
