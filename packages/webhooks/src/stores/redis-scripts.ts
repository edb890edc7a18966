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
local function remember(name, payload)
  redis.call('HSET', KEYS[2], 'payload', payload)
  redis.call('HSETNX', KEYS[2], 'attempts', 1)
  redis.call('ZADD', KEYS[3], 'NX', redis.call('INCR', KEYS[4]), name)
end
local function addKept(list, name, position)
  local event = redis.call('HMGET', KEYS[2] .. name, 'payload', 'attempts', 'error')
  for _, text in ipairs({name, event[1] or '', event[2] or '0', position, event[3] or ''}) do table.insert(list, text) end
end
-- Visits the kept events behind a position, the oldest first, until one visit says that it is enough: those that are free
-- or have lapsed, and were not tried too often.
local function visitKept(after, maxAttempts, visit)
  while true do
    local names = redis.call('ZRANGEBYSCORE', KEYS[3], '(' .. after, '+inf', 'WITHSCORES', 'LIMIT', 0, 100)
    if #names == 0 then return end
    for place = 1, #names, 2 do
      local name = names[place]
      after = names[place + 1]
      -- What was evicted is handed over without its payload, to be reported.
      local attempts = tonumber(redis.call('HGET', KEYS[2] .. name, 'attempts') or 0)
      local state = readState(KEYS[1] .. name, '')
      if attempts < tonumber(maxAttempts) and (state == 'free' or state == 'lapsed') then
        if visit(name, state == 'lapsed' and redis.call('GET', KEYS[1] .. name), after) then return end
      end
    end
  end
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
if not ARGV[5] then return 'claimed' end
remember(ARGV[4], ARGV[5])
return 'kept'`),

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
remember(ARGV[3], ARGV[2])
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
if readState(KEYS[1], ARGV[1]) ~= 'own' then return 0 end
redis.call('DEL', KEYS[1])
if redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
if ARGV[2] ~= '' then redis.call('HSET', KEYS[2], 'error', ARGV[2]) end
redis.call('HINCRBY', KEYS[2], 'attempts', ARGV[3])
return 0`),

  // Keys 1 and 2 of the following three are what the names of claims and of kept events begin with.
  kept: script(`
local kept = {}
local names = redis.call('ZRANGEBYSCORE', KEYS[3], '(' .. ARGV[2], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[1])
for place = 1, #names, 2 do
  addKept(kept, names[place], names[place + 1])
end
return kept`),

  // The last number stays when what it was given to is done.
  hasKept: script("return redis.call('EXISTS', KEYS[4])"),

  // Names of those that have lapsed among the first that could be taken over, each with its claim.
  lapsed: script(`
local lapsed, seen = {}, 0
visitKept(ARGV[3], ARGV[2], function(name, claim)
  seen = seen + 1
  if claim then
    table.insert(lapsed, name)
    table.insert(lapsed, claim)
  end
  return seen >= tonumber(ARGV[1])
end)
return lapsed`),

  // Behind the fifth argument comes what was seen of the lapsed ones.
  takeOver: script(`
local taken, seen = {}, {}
for place = 6, #ARGV, 2 do seen[ARGV[place]] = ARGV[place + 1] end
visitKept(ARGV[5], ARGV[4], function(name, claim, position)
  if not claim or seen[name] == claim then
    hold(KEYS[1] .. name, ARGV[2], ARGV[1])
    redis.call('HINCRBY', KEYS[2] .. name, 'attempts', 1)
    addKept(taken, name, position)
  end
  return #taken >= tonumber(ARGV[3]) * 5
end)
return taken`),
} as const;
