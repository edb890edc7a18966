import { createHash } from 'node:crypto';

/** A Lua script, and the digest that Redis knows it by once it has seen it. */
export interface Script {
  readonly text: string;
  readonly digest: string;
}

const script = (text: string): Script => ({ text, digest: createHash('sha1').update(text).digest('hex') });

// The keys of each: 1 the claim, 2 what was kept of the event, 3 the kept events in their order, 4 the last number.
// A claim is a key that runs out: `t` and the token while the event is in flight, `done` when it is done.

export const scripts = {
  claim: script(`
if redis.call('SET', KEYS[1], 't' .. ARGV[1], 'NX', 'PX', ARGV[2]) then
  if redis.call('EXISTS', KEYS[2]) == 1 then redis.call('HINCRBY', KEYS[2], 'attempts', 1) end
  return 'claimed'
end
if redis.call('GET', KEYS[1]) == 'done' then return 'done' end
return 'in-flight'`),

  renew: script(`
if redis.call('GET', KEYS[1]) ~= 't' .. ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`),

  keep: script(`
if redis.call('GET', KEYS[1]) ~= 't' .. ARGV[1] then return 0 end
redis.call('HSET', KEYS[2], 'payload', ARGV[2])
redis.call('HSETNX', KEYS[2], 'attempts', 1)
redis.call('ZADD', KEYS[3], 'NX', redis.call('INCR', KEYS[4]), ARGV[3])
return 1`),

  complete: script(`
if redis.call('GET', KEYS[1]) ~= 't' .. ARGV[1] then return 0 end
redis.call('SET', KEYS[1], 'done', 'PX', ARGV[2])
redis.call('DEL', KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[3])
return 1`),

  release: script(`
if redis.call('GET', KEYS[1]) == 't' .. ARGV[1] then redis.call('DEL', KEYS[1]) end
return 0`),

  // Keys 1 and 2 are what the names of claims and of kept events begin with.
  takeOver: script(`
local taken = {}
local after = ARGV[5]
local wanted = tonumber(ARGV[3]) * 4
while #taken < wanted do
  local names = redis.call('ZRANGEBYSCORE', KEYS[3], '(' .. after, '+inf', 'WITHSCORES', 'LIMIT', 0, 100)
  if #names == 0 then break end
  for place = 1, #names, 2 do
    if #taken >= wanted then break end
    local name = names[place]
    after = names[place + 1]
    local claim, kept = KEYS[1] .. name, KEYS[2] .. name
    local attempts = tonumber(redis.call('HGET', kept, 'attempts') or ARGV[4])
    if attempts < tonumber(ARGV[4]) and redis.call('SET', claim, 't' .. ARGV[1], 'NX', 'PX', ARGV[2]) then
      table.insert(taken, name)
      table.insert(taken, redis.call('HGET', kept, 'payload'))
      table.insert(taken, tostring(redis.call('HINCRBY', kept, 'attempts', 1)))
      table.insert(taken, after)
    end
  end
end
return taken`),
} as const;
