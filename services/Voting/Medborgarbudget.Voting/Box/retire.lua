-- Lets keys of a closed round expire. KEYS: any. ARGV: milliseconds.
for i = 1, #KEYS do
  redis.call('PEXPIRE', KEYS[i], ARGV[1])
end
return #KEYS
