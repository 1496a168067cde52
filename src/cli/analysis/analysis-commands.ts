import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ElementKind } from '../../analysis/failure-element.ts'
import { elementKinds } from '../../analysis/failure-element.ts'
import type { Shard } from '../../analysis/work.ts'
import { type Micros, parseDuration } from '../../sim/time.ts'
import { readPath } from '../azure-option-values.ts'
import { type Surroundings, seedOption } from '../command-surroundings.ts'
import type { DiffOptions } from '../diff.ts'
import * as help from '../help.ts'
import { readSmallCount } from '../option-values.ts'
import type { AvailabilityOptions } from './availability.ts'
import type { FailoverOptions } from './failover.ts'
import type { FailuresOptions } from './failures.ts'
import type { SweepOptions } from './tell-sweep.ts'

export function addFailover(top: Command, { terminal, finish }: Surroundings): void {
  top
    .command('failover <file>')
    .summary("run Azure's failover test on a circuit")
    .description(
      'Lets everything settle, takes one link of a circuit away, lets everything settle again and brings the link back: in the words of the failover test of Azure, with what became of the flows. The timeline of the file is not played.',
    )
    .option('--circuit <name>', 'which; may be left out where there is one')
    .requiredOption('--link <path>', 'primary or secondary', readPath)
    .addOption(
      new Option('--category <category>', 'whether sessions are shut down, or the MSEE prepends')
        .choices(['BgpDisconnect', 'ASPathPrepend'])
        .default('BgpDisconnect'),
    )
    .option(...seedOption)
    .option('--json', "with the keys of Azure's result")
    .addHelpText('before', help.failoverExamples)
    .action(async (file: string, options: FailoverOptions) => {
      const { failover } = await import('./failover.ts')
      finish(failover(file, options, terminal))
    })
}

export function addFailures(top: Command, { program, terminal, finish }: Surroundings): void {
  top
    .command('failures <file>')
    .summary('try everything that can fail, alone and together')
    .description(
      'Lets a network settle once, and from there breaks every cable and box, alone and with --k 2 or 3 together with others: what becomes of each flow, the worst first. A cable behind a layer-2 provider fails silently. The timeline of the file is not played.',
    )
    .option('--k <number>', 'how many at once at the most: 1, 2 or 3', readK, 1)
    .option('--of <kinds>', `what fails: ${elementKinds.join(', ')}; links,nodes by default`, readKinds)
    .option(...assertOption)
    .option(...allOption)
    .option(...writeOption)
    .option(...htmlOption)
    .option(...svgOption)
    .option(...workersOption)
    .option(...shardOption)
    .option(...resumeOption)
    .option(...seedOption)
    .option('--json', 'every case, in the order in which they are made')
    .addHelpText('before', help.failuresExamples)
    .action(async (file: string, options: FailuresOptions) => {
      const { failures } = await import('./failures.ts')
      finish(await failures(file, options, program, terminal))
    })
}

export function addAvailability(top: Command, { program, terminal, finish }: Surroundings): void {
  top
    .command('availability <file>')
    .summary('let things fail by chance for a thousand years')
    .description(
      'Draws years in which cables and boxes fail and are repaired and maintenance comes again and again, and says for how much of the time each flow gets through, with its confidence, and what took most of the rest. How often things fail is in the file, under availability; where it is not, the figures are illustrative.',
    )
    .option('--trials <number>', 'how many years', readTrials, 1000)
    .option(...svgOption)
    .option(...workersOption)
    .option(...shardOption)
    .option(...resumeOption)
    .option(...seedOption)
    .option('--json', 'as JSON')
    .addHelpText('before', help.availabilityExamples)
    .action(async (file: string, options: AvailabilityOptions) => {
      const { availability } = await import('./availability.ts')
      finish(await availability(file, options, program, terminal))
    })
}

export function addDiff(top: Command, { program, terminal, finish }: Surroundings): void {
  top
    .command('diff <a> <b>')
    .summary('say what differs between two runs')
    .description(
      'Compares two scenarios, which are run, or two files that vmsee run --json has written: sessions, routes at the end, paths and outages that differ, and only those. Exits with 0 where nothing differs, and with 1 where something does.',
    )
    .option(...seedOption)
    .option('--json', 'as JSON')
    .addHelpText('before', help.diffExamples)
    .action(async (a: string, b: string, options: DiffOptions) => {
      const { diff } = await import('../diff.ts')
      finish(diff(a, b, options, program, terminal))
    })
}

export function addMerge(top: Command, { terminal, finish }: Surroundings): void {
  top
    .command('merge <parts...>')
    .summary('put the parts together that --shard has written')
    .description(
      'Says of all parts of a sweep, in whatever order, what it would have said of the whole, byte for byte. Parts that are missing, there twice or of something else are refused.',
    )
    .option(...assertOption)
    .option(...allOption)
    .option(...writeOption)
    .option(...htmlOption)
    .option(...svgOption)
    .option('--json', 'as JSON')
    .addHelpText('before', help.mergeExamples)
    .action(async (parts: readonly string[], options: SweepOptions) => {
      const { merge } = await import('./merge.ts')
      finish(merge(parts, options, terminal))
    })
}

const assertOption = [
  '--assert <limit>',
  'exit with 1 where it does not hold: "outage <= 1s"',
  readAssertion,
] as const

const allOption = ['--all', 'tell every case'] as const

const writeOption = ['--write <file>', 'write the worst case as a scenario that reproduces it'] as const

const htmlOption = ['--html <file>', 'write every pair and every case as one HTML file'] as const

const svgOption = ['--svg <file>', 'draw it as an SVG file, the worst of it first'] as const

const workersOption = [
  '--workers <number>',
  'threads that share the work; by default as many as there are processors, where there is enough to do',
  readSmallCount,
] as const

const shardOption = [
  '--shard <number/of>',
  'only this part of it, such as 2/8, printed as lines of JSON for vmsee merge',
  readShard,
] as const

const resumeOption = [
  '--resume <file>',
  'keep what is done in this file as it ends, and do what is not in it',
] as const

function readTrials(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Must be a whole number from 1 to 999999.')
}

/** `2/8`: the second of eight parts. */
function readShard(text: string): Shard {
  const [, number, of] = (/^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? []).map(Number)
  if (number !== undefined && of !== undefined && number <= of) return { number, of }
  throw new InvalidArgumentError('Must be such as 2/8: which part, and of how many.')
}

function readK(text: string): 1 | 2 | 3 {
  if (text === '1') return 1
  if (text === '2') return 2
  if (text === '3') return 3
  throw new InvalidArgumentError('Must be 1, 2 or 3.')
}

function readKinds(text: string): readonly ElementKind[] {
  return text.split(',').map((word) => {
    const kind = elementKinds.find((one) => one === word.trim())
    if (kind !== undefined) return kind
    throw new InvalidArgumentError(`Must be some of ${elementKinds.join(', ')}, with commas between them.`)
  })
}

/** `outage <= 900ms`: what no flow may be out for longer than. */
function readAssertion(text: string): Micros {
  const [, limit] = /^\s*outage\s*<=\s*(\S+)\s*$/.exec(text) ?? []
  const micros = limit === undefined ? undefined : parseDuration(limit)
  if (micros !== undefined) return micros
  throw new InvalidArgumentError('Must be "outage <= 1s", with a duration such as 900ms, 30s or 3m.')
}
