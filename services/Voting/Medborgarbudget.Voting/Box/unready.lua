-- Begins the rebuild of a shard, which decides nothing from now on. KEYS: rebuild, state. ARGV: owner, milliseconds.
-- Returns whether it had a state, 1 or 0, or -1 when another owner rebuilds.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return -1
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('HDEL', KEYS[2], 'ready')
return redis.call('EXISTS', KEYS[2])
