-- Empties a shard while it is rebuilt. KEYS: rebuild, then what is deleted. ARGV: owner, milliseconds. Returns 0 when another owner rebuilds.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
-- Hundreds at a time: a stack holds some thousand arguments.
for from = 2, #KEYS, 500 do
  redis.call('DEL', unpack(KEYS, from, math.min(from + 499, #KEYS)))
end
return 1
