import test from 'ava'
import { Snapshots, snapshotsAtMost } from '../../src/analysis/snapshots.ts'
import { scenarioRun } from '../../src/scenario/scenario-run.ts'
import { scenarioIn } from '../support/run-file.ts'

test('snapshots are left where much happens, and some are given up where there are many', (t) => {
  const scenario = scenarioIn('limits/201-address-spaces-at-creation.yaml')
  const [few, many] = [new Snapshots([], 1e9), new Snapshots([], 100)]
  const run = scenarioRun(scenario)
  run.simulation.trace.on('record', (record) => {
    few.note(record)
    many.note(record)
  })
  run.start()
  for (const snapshots of [few, many]) snapshots.leave(run)
  const instants: number[] = []
  while (run.next !== undefined) {
    run.advance()
    instants.push(run.simulation.now)
    for (const snapshots of [few, many]) snapshots.follow(run)
  }
  const distances = (snapshots: Snapshots): readonly number[] =>
    instants.map((at, index) => index + 1 - snapshots.at(at, scenario).instants)
  t.is(Math.max(...distances(few)), instants.length)
  t.true(Math.max(...distances(many)) < instants.length)
  const found = new Set(instants.map((at) => many.at(at, scenario)))
  t.true(found.size > 12 && found.size <= snapshotsAtMost)
})

test('what was left of another scenario goes on as one of this', (t) => {
  const scenario = scenarioIn('failover/primary-seen-cut.yaml')
  const run = scenarioRun(scenario)
  const snapshots = new Snapshots()
  run.start()
  snapshots.leave(run)
  const other = { ...scenario, title: 'another' }
  const found = snapshots.at(5, other)
  t.is(found.scenario.title, 'another')
  t.is(snapshots.at(5, other), found)
})
