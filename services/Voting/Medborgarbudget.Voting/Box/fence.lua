-- Closes a shard. KEYS: state. Returns its final sequence number, or -1 when the shard is not ready.
if redis.call('HGET', KEYS[1], 'ready') ~= '1' then
  return -1
end
redis.call('HSET', KEYS[1], 'fence', '1')
return tonumber(redis.call('HGET', KEYS[1], 'seq'))
