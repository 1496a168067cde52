import { mkdirSync, writeFileSync } from 'node:fs'
import { resultSchema } from '../../src/report/run/result-schema.ts'
import { scenarioJsonSchema } from '../../src/scenario/schema/scenario-file.ts'

mkdirSync('schema', { recursive: true })
write('schema/scenario.schema.json', scenarioJsonSchema())
write('schema/result.schema.json', resultSchema())

function write(file: string, schema: object): void {
  writeFileSync(file, `${JSON.stringify(schema, undefined, 2)}\n`)
}
