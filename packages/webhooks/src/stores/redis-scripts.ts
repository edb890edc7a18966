import { createHash } from 'node:crypto';

/** A Lua script, and the digest that Redis knows it by once it has seen it. */
export interface Script {
  readonly text: string;
  readonly digest: string;
}

/** How long a claim is kept whose lease has run out, so that its owner can renew it after Redis was away, in milliseconds. */
const lapsedMilliseconds = 60_000;

// The keys of each: 1 the claim, 2 what was kept of the event, 3 the kept events in their order, 4 the last number.
// A claim is a key that runs out: `t`, the number of its renewals, a colon and the token while the event is in flight,
// `d` and the token when it is done.
const helpers = `
local function hold(claim, lease, token)
  local renewals = tonumber(string.match(redis.call('GET', claim) or '', '^t(%d+):') or 0)
  redis.call('SET', claim, 't' .. (renewals + 1) .. ':' .. token, 'PX', lease + ${lapsedMilliseconds})
end
-- 'free', 'own', 'done', 'done-by', 'in-flight' or 'lapsed'
local function readState(claim, token)
  local value = redis.call('GET', claim)
  if not value then return 'free' end
  if string.sub(value, 1, 1) == 'd' then return value == 'd' .. token and 'done-by' or 'done' end
  if string.match(value, '^t%d+:(.*)$') == token then return 'own' end
  return redis.call('PTTL', claim) > ${lapsedMilliseconds} and 'in-flight' or 'lapsed'
end
`;

const script = (body: string): Script => {
  const text = `${helpers}${body}`;
  return { text, digest: createHash('sha1').update(text).digest('hex') };
};

export const scripts = {
  claim: script(`
local state = readState(KEYS[1], '')
local value = redis.call('GET', KEYS[1])
if state == 'lapsed' and value ~= ARGV[3] then return value end
if state ~= 'free' and state ~= 'lapsed' then return state end
hold(KEYS[1], ARGV[2], ARGV[1])
if redis.call('EXISTS', KEYS[2]) == 1 then redis.call('HINCRBY', KEYS[2], 'attempts', 1) end
return 'claimed'`),

  renew: script(`
local state = readState(KEYS[1], ARGV[1])
if state == 'done-by' then return 1 end
if state ~= 'free' and state ~= 'own' then return 0 end
hold(KEYS[1], ARGV[2], ARGV[1])
return 1`),

  // It does not say for how long: where nothing is there any more, the next renewal does.
  keep: script(`
local state = readState(KEYS[1], ARGV[1])
if state == 'done-by' then return 1 end
if state ~= 'free' and state ~= 'own' then return 0 end
if state == 'free' then hold(KEYS[1], 0, ARGV[1]) end
redis.call('HSET', KEYS[2], 'payload', ARGV[2])
redis.call('HSETNX', KEYS[2], 'attempts', 1)
redis.call('ZADD', KEYS[3], 'NX', redis.call('INCR', KEYS[4]), ARGV[3])
return 1`),

  complete: script(`
local state = readState(KEYS[1], ARGV[1])
if state == 'done-by' then return 1 end
if state ~= 'free' and state ~= 'own' then return 0 end
redis.call('SET', KEYS[1], 'd' .. ARGV[1], 'PX', ARGV[2])
redis.call('DEL', KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[3])
return 1`),

  release: script(`
if readState(KEYS[1], ARGV[1]) == 'own' then redis.call('DEL', KEYS[1]) end
return 0`),

  // Keys as for `takeOver`. Names of the kept events that have lapsed, among the first that could be taken over, each with its claim.
  lapsed: script(`
local lapsed = {}
local seen = 0
local after = ARGV[3]
local limit = tonumber(ARGV[1])
while seen < limit do
  local names = redis.call('ZRANGEBYSCORE', KEYS[3], '(' .. after, '+inf', 'WITHSCORES', 'LIMIT', 0, 100)
  if #names == 0 then break end
  for place = 1, #names, 2 do
    if seen >= limit then break end
    local name = names[place]
    after = names[place + 1]
    local attempts = tonumber(redis.call('HGET', KEYS[2] .. name, 'attempts') or ARGV[2])
    local state = readState(KEYS[1] .. name, '')
    if attempts < tonumber(ARGV[2]) and (state == 'free' or state == 'lapsed') then
      seen = seen + 1
      if state == 'lapsed' then
        table.insert(lapsed, name)
        table.insert(lapsed, redis.call('GET', KEYS[1] .. name))
      end
    end
  end
end
return lapsed`),

  // Keys 1 and 2 are what the names of claims and of kept events begin with. Behind the fifth argument comes what was
  // seen of the lapsed ones.
  takeOver: script(`
local taken = {}
local after = ARGV[5]
local wanted = tonumber(ARGV[3]) * 4
local seen = {}
for place = 6, #ARGV, 2 do seen[ARGV[place]] = ARGV[place + 1] end
while #taken < wanted do
  local names = redis.call('ZRANGEBYSCORE', KEYS[3], '(' .. after, '+inf', 'WITHSCORES', 'LIMIT', 0, 100)
  if #names == 0 then break end
  for place = 1, #names, 2 do
    if #taken >= wanted then break end
    local name = names[place]
    after = names[place + 1]
    local claim, kept = KEYS[1] .. name, KEYS[2] .. name
    local attempts = tonumber(redis.call('HGET', kept, 'attempts') or ARGV[4])
    local state = readState(claim, '')
    if attempts < tonumber(ARGV[4]) and (state == 'free' or (state == 'lapsed' and seen[name] == redis.call('GET', claim))) then
      hold(claim, ARGV[2], ARGV[1])
      table.insert(taken, name)
      table.insert(taken, redis.call('HGET', kept, 'payload'))
      table.insert(taken, tostring(redis.call('HINCRBY', kept, 'attempts', 1)))
      table.insert(taken, after)
    end
  end
end
return taken`),
} as const;

/** Whether a claim, as Redis holds it, is nobody's or the token's; what is done is neither. */
export function isFreeOrOwn(claim: unknown, token: string): boolean {
  return claim === null || /^t\d+:(.*)$/s.exec(String(claim))?.[1] === token;
}

/** Whether a claim, as Redis holds it, was completed by the token. */
export function isDoneBy(claim: unknown, token: string): boolean {
  return String(claim) === `d${token}`;
}

/** The keys that a script touches, and its other arguments. */
interface ScriptInput {
  readonly keys: string[];
  readonly arguments: string[];
}

/**
 * What a store needs of a client of the package `redis`. It is spelt out here, since the driver's own types depend on
 * the modules that a client was made with.
 */
export interface RedisClient {
  readonly isReady: boolean;
  eval(script: string, input: ScriptInput): Promise<unknown>;
  evalSha(digest: string, input: ScriptInput): Promise<unknown>;
  createPool(options: { minimum: number; maximum: number }): RedisPool;
}

/** Its connections for transactions. */
export interface RedisPool {
  readonly isOpen: boolean;
  on(event: 'error', listener: () => void): unknown;
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  destroy(): void;
  execute<Result>(task: (connection: RedisConnection) => Promise<Result>): Promise<Result>;
}

/** One of them. */
export interface RedisConnection {
  readonly isReady: boolean;
  watch(key: string): Promise<unknown>;
  unwatch(): Promise<unknown>;
  get(key: string): Promise<unknown>;
  multi(): RedisMulti;
}

interface RedisMulti {
  eval(script: string, input: ScriptInput): unknown;
  addCommand(words: string[]): unknown;
  exec(): Promise<unknown>;
}
