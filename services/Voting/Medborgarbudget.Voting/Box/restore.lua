-- Puts voters back into a bucket while the shard is rebuilt. KEYS: rebuild, bucket. ARGV: owner, milliseconds, then voter and value in turn.
-- Returns 0 when another owner rebuilds.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
-- Hundreds at a time: a stack holds some thousand arguments.
for from = 3, #ARGV, 500 do
  redis.call('HSET', KEYS[2], unpack(ARGV, from, math.min(from + 499, #ARGV)))
end
return 1
