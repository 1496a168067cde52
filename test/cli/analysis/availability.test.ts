import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { type AvailabilityOptions, availability } from '../../../src/cli/analysis/availability.ts'
import { merge } from '../../../src/cli/analysis/merge.ts'
import { afterTurns, type RecordingTerminal, recordingTerminal } from '../../support/recording-terminal.ts'
import { scenario } from '../../support/scenario-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-availability-'))
test.after.always(() => rmSync(folder, { recursive: true }))

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const file = written('sound.yaml', scenario('').source)
const program = { name: 'vmsee', version: '0.1.0', node: '20' }

async function said(
  options: Partial<AvailabilityOptions> = {},
  named = file,
  terminal = recordingTerminal(),
): Promise<RecordingTerminal['said'] & { readonly code: number }> {
  const code = await availability(named, { trials: 24, workers: 1, ...options }, program, terminal)
  return { ...terminal.said, code }
}

test('one thread, two threads and eight shards say the same, byte for byte', async (t) => {
  const parts: string[] = []
  for (const number of [2, 3, 1, 8, 7, 6, 5, 4]) {
    parts.push(written(`${number}.part`, (await said({ shard: { number, of: 8 } })).out))
  }
  for (const options of [{}, { json: true }] as const) {
    const { out } = await said(options)
    t.is((await said({ ...options, workers: 2 })).out, out)
    const terminal = recordingTerminal()
    merge(parts, options, terminal)
    t.is(terminal.said.out, out)
  }
  t.throws(() => merge(parts.slice(1), {}, recordingTerminal()), { message: /part 2\/8 is missing/ })
  t.throws(() => merge(parts, { all: true }, recordingTerminal()), {
    message: /--all is for parts of vmsee failures/,
  })
})

test('Ctrl-C keeps the years that were done, and says how to go on; the rest is done then', async (t) => {
  const terminal = { ...recordingTerminal(), onInterrupt: afterTurns(9) }
  const resume = join(folder, 'kept.part')
  const { out, talk, code } = await said({ resume }, file, terminal)
  t.is(code, 130)
  t.is(out, '')
  const [, done] =
    /^interrupted: (\d+) of 24 years are done and kept in .*kept\.part\n\n {2}vmsee availability .*sound\.yaml --trials 24 --workers 1 --resume .*kept\.part\n$/.exec(
      talk,
    ) ?? []
  t.true(Number(done) > 3 && Number(done) < 24, talk)
  const rest = await said({ resume })
  t.regex(rest.talk, new RegExp(`^${24 - Number(done)} years in `))
  t.is(rest.out, (await said()).out)
})

test('for people: nines, causes, what is assumed of components, and whether the SLA covers it', async (t) => {
  const { out, code } = await said()
  t.is(code, 0)
  t.regex(out, /^ 24 years of 8 components, \d+ failures, seed 1$/m)
  t.regex(out, /^ {3}web {3}99\.\d+ % +\d\.\d +.* s +.* to .*100 %$/m)
  t.regex(out, /^ {3}er\.primary, er\.secondary +365d +6h +illustrative$/m)
  t.regex(out, /^ {3}er +covered +both MSEEs down for 0 s a year$/m)
})

test('what the file says takes the place of what is illustrative', async (t) => {
  const block = `availability:
  links: { failsAfter: 200d, repairedAfter: 8h }
  nodes: { failsAfter: 2000d, repairedAfter: 1h }
  components: { er.primary: { failsAfter: 50d, repairedAfter: 2h } }
`
  const { out } = await said({}, written('own.yaml', scenario(block).source))
  t.regex(out, /^ {3}er\.primary +50d +2h$/m)
  t.regex(out, /^ {3}er\.secondary +200d +8h$/m)
  t.notRegex(out, /llustrative/)
})

test('what loses next to nothing has as many digits as it takes not to have lost nothing', async (t) => {
  const figures = (after: string): string => `{ failsAfter: ${after}, repairedAfter: 1ms }`
  const block = `availability: { links: ${figures('36525d')}, nodes: ${figures('36525d')}, components: { er.primary: ${figures('30d')} } }\n`
  const { source } = scenario(block)
  const quick = source.replace('peerAsn: 65010', 'peerAsn: 65010\n        bfd: true')
  t.regex((await said({}, written('quick.yaml', quick))).out, /^ {3}web +99\.9999\d{4,} % +9\.\d /m)
})

test('what shares a duct fails together where the file says how often', async (t) => {
  const block = `riskGroups: { duct: { shares: a duct, links: [er.primary, er.secondary] } }
availability: { components: { duct: { failsAfter: 30d, repairedAfter: 1d } } }
`
  const { out } = await said({}, written('duct.yaml', scenario(block).source))
  t.regex(out, /^ {3}duct +\d+\.\d+ +.*9\d\.?\d* %$/m)
  t.regex(out, /^ {3}duct +30d +1d$/m)
  const group = block.replace(/availability.*\n/, '')
  const without = await said({}, written('no-figures.yaml', scenario(group).source))
  t.regex(without.out, /^ {3}Risk groups without figures do not fail as a whole: duct$/m)
  t.is(without.out.split('duct').length, 2)
})

test('what does not arrive while everything works is lost to nothing that broke', async (t) => {
  const { source } = scenario('')
  const closed = source
    .replaceAll('path: secondary }', 'path: secondary, import: [{ reject: true }] }')
    .replace('path: primary }', 'path: primary, import: [{ reject: true }] }')
  const { out } = await said({ trials: 3 }, written('closed.yaml', closed))
  t.regex(out, /^ {3}nothing: not all arrives even then +.*9\d\.?\d* %$/m)
})

test('wrong input is told', async (t) => {
  await t.throwsAsync(said({ shard: { number: 1, of: 2 }, svg: '/nowhere/year.svg' }), {
    message: /--svg is about the whole/,
  })
  await t.throwsAsync(said({ shard: { number: 1, of: 2 }, json: true }), {
    message: /--json is about the whole/,
  })
  await t.throwsAsync(said({ trials: 2, shard: { number: 1, of: 3 } }), {
    message: /2 trials cannot be divided into 3 parts/,
  })
  await t.throwsAsync(said({}, written('none.yaml', 'version: 1\ntitle: None\n')), { message: /no flows/ })
  t.is((await said({}, written('bad.yaml', 'version: 2\n'))).code, 2)
  const inside = 'availability: { components: { er.msee1-vnet.gw0: { failsAfter: 1d, repairedAfter: 1h } } }'
  await t.throwsAsync(said({}, written('inside.yaml', scenario(inside).source)), {
    message: /availability is of what fails as a whole, which er\.msee1-vnet\.gw0 does not/,
  })
})
