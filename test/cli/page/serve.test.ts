import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { shelfJson } from '../../../src/cli/page/page-html.ts'
import { serve } from '../../../src/cli/page/serve.ts'
import { loadShelved } from '../../../src/cli/page/shelf.ts'
import { formatIssues } from '../../../src/report/issues.ts'
import { plain } from '../../../src/report/palette.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import { Laboratory } from '../../../src/web/simulator/laboratory.ts'
import { recordingTerminal } from '../../support/recording-terminal.ts'
import { scenario } from '../../support/scenario-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-serve-'))
test.after.always(() => rmSync(folder, { recursive: true }))

/** A server while somebody does something with it; its address is what it says to the terminal. */
async function served(name: string, during: (port: number, file: string) => Promise<void>): Promise<number> {
  const file = join(folder, name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, scenario('').source)
  let interrupt = (): void => {}
  let heard = (_port: number): void => {}
  const port = new Promise<number>((resolve) => {
    heard = resolve
  })
  const terminal = recordingTerminal()
  const code = serve(
    file,
    { port: 0 },
    {
      ...terminal,
      talk: (text) => heard(Number(/127\.0\.0\.1:(\d+)/.exec(text)?.[1])),
      onInterrupt: (callback) => {
        interrupt = callback
        return () => undefined
      },
    },
  )
  await during(await port, file)
  interrupt()
  return code
}

interface Answer {
  readonly status: number | undefined
  readonly body: string
}

function asked(port: number, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Each on a connection of its own: a server that hears nothing for 5 s closes it, perhaps under the next question.
    request({ host: '127.0.0.1', port, path, headers, agent: false }, (response: IncomingMessage) => {
      let body = ''
      response.on('data', (part) => {
        body += String(part)
      })
      response.on('end', () => resolve({ status: response.statusCode, body }))
    })
      .on('error', reject)
      .end()
  })
}

test('the page comes with its scenario, and only to this machine by its own names', async (t) => {
  const code = await served('own.yaml', async (port) => {
    const page = await asked(port, '/')
    t.is(page.status, 200)
    t.regex(page.body, /^<!doctype html>/i)
    const shelf: { readonly scenarios: readonly { readonly title: string }[] } = JSON.parse(
      (await asked(port, '/shelf')).body,
    )
    t.true(page.body.includes(JSON.stringify(shelf).replaceAll('<', '\\u003c')))
    t.deepEqual(
      shelf.scenarios.slice(0, 2).map(({ title }) => title),
      ['Test', 'What a circuit is'],
    )
    t.is((await asked(port, '/', { host: `localhost:${port}` })).status, 200)
    t.is((await asked(port, '/', { host: 'vmsee.example' })).status, 403)
    t.is((await asked(port, '/', { host: '127.0.0.1.vmsee.example' })).status, 403)
    t.is((await asked(port, '/else')).status, 404)
  })
  t.is(code, 130)
})

test('a page hears that the file changed, and is handed what stands in it then', async (t) => {
  await served('changing.yaml', async (port, file) => {
    const told = new Promise<string>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/changes' }, (response) => {
        response.on('data', (part) => {
          if (String(part).includes('event: changed')) {
            response.destroy()
            resolve(String(part))
          } else writeFileSync(file, scenario('').source.replace(/^title: .*/m, 'title: Another'))
        })
      })
        .on('error', reject)
        .end()
    })
    t.is(await told, 'event: changed\ndata:\n\n')
    const { body } = await asked(port, '/shelf')
    t.regex(body, /title: Another/)
  })
})

test('a file that is gone for a while is heard of when it is there again, and then of its changes', async (t) => {
  await served('gone.yaml', async (port, file) => {
    const text = scenario('').source
    const steps = [(): void => writeFileSync(file, text), (): void => writeFileSync(file, `${text}# more\n`)]
    await new Promise<void>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/changes' }, (response) => {
        response.on('data', (part) => {
          if (String(part).startsWith(':')) {
            rmSync(file)
            setTimeout(() => steps.shift()?.(), 400)
            return
          }
          const next = steps.shift()
          next?.()
          if (next === undefined) {
            response.destroy()
            resolve()
          }
        })
      })
        .on('error', reject)
        .end()
    })
    t.regex((await asked(port, '/shelf')).body, /# more/)
  })
})

test('what a scenario says cannot end the script that it stands in', (t) => {
  const text = 'title: </script><b>'
  const shelf = { title: '</script><b>', file: 'a.yaml', text }
  const json = shelfJson({ scenarios: [{ ...shelf, prefixFiles: new Map() }], watched: false })
  t.false(json.includes('<'))
  t.deepEqual(JSON.parse(json), { scenarios: [{ ...shelf, prefixFiles: {} }], watched: false })
})

test('what a scenario loads and cannot be read is told in the page as the terminal tells it', (t) => {
  const table = readFileSync('test/vectors/mrt/openbgpd_rib_table-v2')
  writeFileSync(join(folder, 'cut.mrt'), table.subarray(0, -3))
  const path = join(folder, 'cut.yaml')
  const { source } = scenario('', ', advertise: [10.9.0.0/16]')
  writeFileSync(path, source.replace('[10.9.0.0/16]', '[{ file: cut.mrt }, { file: gone.txt }]'))
  const { scenarios } = JSON.parse(
    shelfJson({ scenarios: [loadShelved({ path, name: path })], watched: false }),
  )
  const laboratory = new Laboratory((text) => Buffer.from(text, 'base64'))
  const [reply] = laboratory.answer({ kind: 'open', source: scenarios[0] })
  const { text, issues } = loadScenario(path)
  t.is(issues.filter(({ level }) => level === 'error').length, 2)
  t.deepEqual(reply, { kind: 'refused', text: formatIssues(path, text, issues, plain), fatal: true })
})

test('a file that is not there has no page', async (t) => {
  const terminal = recordingTerminal()
  t.is(await serve(join(folder, 'nothing.yaml'), { port: 0 }, terminal), 2)
  t.regex(terminal.said.talk + terminal.said.out, /there is no file .*nothing\.yaml/)
})
