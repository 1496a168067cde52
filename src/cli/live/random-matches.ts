import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ConformedScenario, conformScenario, type Playing } from '../../live/daemons/conform-scenario.ts'
import { differencesOf, differenceText } from '../../live/daemons/conformance-table.ts'
import type { Daemon } from '../../live/daemons/daemon.ts'
import { isDecided } from '../../live/generated/decided.ts'
import { drawSketch } from '../../live/generated/draw-sketch.ts'
import type { Sketch } from '../../live/generated/sketch.ts'
import { sketchText } from '../../live/generated/sketch-text.ts'
import { mostTries, scenarioOf, smallestDifference } from '../../live/generated/smallest-difference.ts'
import { countOf } from '../../report/quantity.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { writing } from '../system-error.ts'
import type { CloserLook, Match, Matches } from './conform-matches.ts'

export interface RandomChoice {
  readonly count: number
  /** Of the first scenario; each has the next. */
  readonly seed: number
  /** The folder that every scenario is written into. */
  readonly out: string | undefined
}

/** So many scenarios that the protocol decides, each on every daemon; a difference is shrunk. */
export function randomMatches(choice: RandomChoice, daemons: readonly Daemon[]): Matches {
  const undecided: number[] = []
  return {
    count: choice.count * daemons.length,
    all: drawnMatches(choice, daemons, undecided),
    remarks: () =>
      undecided.length === 0
        ? []
        : [`left out, since the protocol does not decide them: seeds ${undecided.join(', ')}`],
  }
}

function* drawnMatches(
  { count, seed: first, out }: RandomChoice,
  daemons: readonly Daemon[],
  undecided: number[],
): Generator<Match> {
  if (daemons.length === 0) return
  for (let found = 0, seed = first; found < count; seed++) {
    const sketch = drawSketch(seed)
    const scenario = scenarioOf(sketch)
    if (scenario === undefined) throw new Error(`what seed ${seed} draws is no scenario`)
    if (!daemons.every((daemon) => isDecided(scenario, daemon))) {
      undecided.push(seed)
      continue
    }
    found++
    writeText(
      out,
      `seed-${seed}.yaml`,
      sketchText(sketch, [`Made up by vmsee conform --random 1 --seed ${seed}`]),
    )
    for (const daemon of daemons) yield matchOf(sketch, scenario, daemon, out)
  }
}

function matchOf(sketch: Sketch, scenario: Scenario, daemon: Daemon, out: string | undefined): Match {
  return {
    play: async (playing, say) => {
      const conformed = await conformScenario(scenario, daemon, playing)
      const differs = differencesOf(conformed).length > 0
      return {
        conformed,
        closer: differs ? await closerLook(sketch, conformed, daemon, out, playing, say) : undefined,
      }
    },
  }
}

async function closerLook(
  sketch: Sketch,
  first: ConformedScenario,
  daemon: Daemon,
  out: string | undefined,
  playing: Playing,
  say: (line: string) => void,
): Promise<CloserLook> {
  const where = `seed ${sketch.seed} on ${daemon.name}`
  say(`${where} differs; looking for the smallest scenario that still does`)
  const found = await smallestDifference(sketch, first, daemon, playing, (tries, left) => {
    if (tries % triesBetweenLines === 0)
      say(`${where}: ${tries} of at most ${mostTries} tries; ${sizeOf(left)} left`)
  })
  if (found === undefined) {
    return { remark: `seed ${sketch.seed} did not differ on ${daemon.name} a second time`, text: undefined }
  }
  const file = `seed-${sketch.seed}-${daemon.name}.yaml`
  const text = sketchText(found.sketch, [
    `What is left of seed ${sketch.seed} where ${daemon.name} differs. Play it with:`,
    `  vmsee conform ${file} --on ${daemon.name}`,
    ...differencesOf(found.conformed).map((difference) => differenceText(difference, daemon.name)),
  ])
  writeText(out, file, text)
  const end = found.isSmallest ? 'nothing more can go' : 'more might go'
  return { remark: `after ${found.tries} tries, ${end}: ${file}`, text }
}

/** A try takes some seconds. */
const triesBetweenLines = 5

function sizeOf({ routers, sessions, deeds }: Sketch): string {
  return [
    countOf(routers.length, 'router'),
    countOf(sessions.length, 'session'),
    countOf(deeds.length, 'deed'),
  ].join(', ')
}

function writeText(folder: string | undefined, name: string, text: string): void {
  if (folder === undefined) return
  writing(folder, () => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, name), text)
  })
}
