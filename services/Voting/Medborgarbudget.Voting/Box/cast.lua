-- Decides a batch of ballots of one shard.
-- KEYS: state, tail, then one bucket for each ballot.
-- ARGV: sequence numbers that the ledger holds; then for each ballot: voter, open (1 or 0), mark, choices.
-- mark = key hash (16 bytes), digest of the choices (8), receipt check (8), hour (4).
-- A bucket holds by voter: "version seq " mark, then the key hashes of earlier versions, newest first.
-- Returns nothing when the shard is not ready, else one string for each ballot; first letter:
-- N new, S same key and choices, K same key but other choices, O key of an earlier version, C closed, R refused.
if redis.call('HGET', KEYS[1], 'ready') ~= '1' then
  return {}
end
for held in string.gmatch(ARGV[1], '%d+') do
  redis.call('HDEL', KEYS[2], held)
end
local fenced = redis.call('HGET', KEYS[1], 'fence') == '1'
local answers = {}
for i = 3, #KEYS do
  local a = 2 + (i - 3) * 4
  local voter, open, mark, choices = ARGV[a], ARGV[a + 1], ARGV[a + 2], ARGV[a + 3]
  local key = string.sub(mark, 1, 16)
  local version, seq, rest = 0, 0, ''
  local held = redis.call('HGET', KEYS[i], voter)
  if held then
    local v, s, r = string.match(held, '^(%d+) (%d+) (.*)$')
    version, seq, rest = tonumber(v), tonumber(s), r
  end
  local answer = nil
  if version > 0 and string.sub(rest, 1, 16) == key then
    if string.sub(rest, 17, 24) == string.sub(mark, 17, 24) then
      answer = 'S' .. string.format('%d %d ', version, seq) .. string.sub(rest, 1, 36)
    else
      answer = 'K'
    end
  end
  if not answer then
    local earlier = version
    for at = 37, #rest, 16 do
      earlier = earlier - 1
      if string.sub(rest, at, at + 15) == key then
        answer = 'O' .. string.format('%d ', earlier)
      end
    end
  end
  if not answer then
    if fenced then
      answer = 'C'
    elseif open ~= '1' then
      answer = 'R'
    else
      -- The sequence first: should the process die between these, the shard shows a hole that the close explains, and never two
      -- ballots with one number.
      seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
      version = version + 1
      redis.call('HSET', KEYS[2], string.format('%d', seq), voter .. string.format('%d ', version) .. mark .. choices)
      -- 64 earlier keys are remembered: later retries than that do not happen, and the entry stays small.
      local earlier = string.sub(rest, 1, 16) .. string.sub(rest, 37, 36 + 63 * 16)
      redis.call('HSET', KEYS[i], voter, string.format('%d %d ', version, seq) .. mark .. earlier)
      answer = 'N' .. string.format('%d %d ', version, seq)
    end
  end
  answers[#answers + 1] = answer
end
return answers
