import { connect, createServer, type Socket } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import { Outbox } from '../../src/live/outbox.ts'

/** Both ends of a connection over the loopback; the far one reads nothing yet. */
async function ends(t: ExecutionContext): Promise<{ readonly near: Socket; readonly far: Socket }> {
  t.timeout(60_000)
  const server = createServer({ pauseOnConnect: true })
  const met = new Promise<Socket>((resolve) => server.once('connection', resolve))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  const near = connect({ host: '127.0.0.1', port: typeof bound === 'object' && bound ? bound.port : 0 })
  const far = await met
  t.teardown(() => {
    server.close()
    near.destroy()
    far.destroy()
  })
  return { near, far }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

const mebibyte = 2 ** 20

test('everything arrives in its order, and then the end', async (t) => {
  const { near, far } = await ends(t)
  const outbox = new Outbox(near, () => t.fail())
  outbox.hold(30_000)
  const sent = Array.from({ length: 5000 }, (_, index) => Buffer.alloc((index * 37) % 900, index % 251))
  for (const part of sent) outbox.push(part)
  outbox.end()
  const heard: Buffer[] = []
  for await (const part of far) heard.push(part)
  t.true(Buffer.concat(heard).equals(Buffer.concat(sent)))
  t.is(outbox.octets, 0)
})

test('who reads slowly is not reported, and who stops reading is, once', async (t) => {
  const { near, far } = await ends(t)
  let reports = 0
  const outbox = new Outbox(near, () => reports++)
  outbox.hold(1500)
  for (let turn = 0; turn < 64; turn++) outbox.push(Buffer.alloc(mebibyte))
  for (let turn = 0; turn < 30; turn++) {
    let octets = 0
    far.on('data', (part) => {
      octets += part.length
      if (octets >= mebibyte) far.pause()
    })
    far.resume()
    await pause(100)
    far.removeAllListeners('data')
  }
  t.is(reports, 0)
  t.true(outbox.octets > 0)
  far.pause()
  await pause(4000)
  t.is(reports, 1)
})

test('without a hold time nobody is reported, and what is given up is sent no more', async (t) => {
  const { near } = await ends(t)
  const outbox = new Outbox(near, () => t.fail())
  for (let turn = 0; turn < 64; turn++) outbox.push(Buffer.alloc(mebibyte))
  await pause(100)
  t.true(outbox.octets > 0)
  near.destroy()
  await pause(50)
  outbox.push(Buffer.alloc(mebibyte))
  await pause(50)
  t.true(near.destroyed)
})
