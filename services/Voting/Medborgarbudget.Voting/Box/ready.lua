-- Ends the rebuild of a shard. KEYS: rebuild, state. ARGV: owner, last sequence number, fence (1 or 0). Returns 0 when another owner rebuilds.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
if ARGV[3] == '1' then
  redis.call('HSET', KEYS[2], 'fence', '1')
end
redis.call('HSET', KEYS[2], 'seq', ARGV[2], 'ready', '1')
redis.call('DEL', KEYS[1])
return 1
