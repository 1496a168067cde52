import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import test from 'ava'
import { parse } from 'yaml'
import { scenarioJsonSchema } from '../../src/scenario/schema/scenario-file.ts'

const file = 'schema/scenario.schema.json'

// Compiling takes a fifth of a second, and there are many samples.
const validate: ValidateFunction = new Ajv({ strict: false, allErrors: true }).compile(scenarioJsonSchema())

test('the published schema is what the code says today (npm run schema)', (t) => {
  t.is(readFileSync(file, 'utf8'), `${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`)
})

const samples = readdirSync('sim-scenarios', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => join('sim-scenarios', name))

for (const sample of samples) {
  test(`the schema accepts ${sample}`, (t) => {
    t.true(validate(parse(readFileSync(sample, 'utf8'))), JSON.stringify(validate.errors, undefined, 1))
  })
}

for (const name of ['unknown-key', 'wrong-type', 'two-actions']) {
  test(`the schema refuses ${name}`, (t) => {
    t.false(validate(parse(readFileSync(`test/bad-files/${name}.yaml`, 'utf8'))))
  })
}

test('every key that an editor offers has a description or speaks for itself', (t) => {
  const schema = JSON.stringify(scenarioJsonSchema())
  for (const key of ['worstOutage', 'peerAddressPrefix', 'silently', 'convergence', 'decidedBy']) {
    t.regex(schema, new RegExp(`"${key}":\\{[^}]*("description"|"\\$ref"|anyOf|"default")`))
  }
})
