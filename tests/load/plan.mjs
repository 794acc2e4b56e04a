/* plan.mjs - what is measured, on whom, how often. A name says what: rooms x clients, then how. `rate` is keystrokes a
 * second, of all together; those that type are in rounds, so that a noisy minute meets all. */
import { PEERS, STORING } from './servers.mjs'

const ALL = ['relay', 'lws', 'ours', ...PEERS]
const BESIDE_RELAY = ['relay', ...STORING]

const SHAPES = [
  { name: '3x25', rooms: 3, clients: 25, rate: 225 },
  { name: '10x30', rooms: 10, clients: 30, rate: 300 },
  { name: '40x50', rooms: 40, clients: 50, rate: 400 },
  { name: '100x20', rooms: 100, clients: 20, rate: 800 },
  { name: '1x500', rooms: 1, clients: 500, rate: 30 },
]

const seconds = (full, quick) => (process.env.QUICK ? quick : full)
const ROUNDS = seconds(2, 1)
const typing = { mode: 'typing', rounds: ROUNDS, seconds: seconds(3, 2) }

export const shapes = SHAPES.map(({ name }) => name)
export const withCursor = (shape) => `${shape}-cursor`

export const measurements = [
  ...SHAPES.map((shape) => ({ ...typing, ...shape, servers: ALL })),
  ...SHAPES.map((shape) => ({
    ...typing,
    ...shape,
    name: withCursor(shape.name),
    cursor: true,
    servers: BESIDE_RELAY,
  })),
  /* The day's own door: signed in, policy and rights for each update, numbered and acknowledged. */
  { ...typing, ...SHAPES[0], name: '3x25-ws', servers: ['relay', 'day'] },
  /* Everyone echoes here, so what is left between ours and the relay is taking and keeping the update. */
  { ...typing, name: 'store-30x2', rooms: 30, clients: 2, rate: 2000, isEchoing: true, servers: BESIDE_RELAY },
  { name: 'ramp-10x30', mode: 'ramp', rooms: 10, clients: 30, rate: 300, seconds: 1.5, rounds: 1, servers: ALL },
  { name: 'join', mode: 'join', clients: 100, seconds: 1, rounds: ROUNDS, doc: true, servers: BESIDE_RELAY },
  { name: 'kill-3x25', mode: 'kill', rooms: 3, clients: 25, rate: 260, rounds: seconds(3, 1), servers: STORING },
  { name: 'restart-500', mode: 'restart', rooms: 500, seconds: 3, rounds: ROUNDS, servers: STORING },
  { name: 'idle-1000', mode: 'idle', clients: 1000, rooms: 20, seconds: 1, rounds: 1, servers: BESIDE_RELAY },
  { name: 'idle-rooms', mode: 'idle', clients: 1000, rooms: 1000, seconds: 1, rounds: 1, servers: BESIDE_RELAY },
  /* Longer than the pause between two pings of anybody, and all at the same time: nobody does anything. */
  {
    name: 'idle-5000',
    mode: 'idle',
    clients: 5000,
    rooms: 100,
    seconds: seconds(31, 5),
    rounds: 1,
    isTogether: true,
    servers: BESIDE_RELAY,
  },
]
