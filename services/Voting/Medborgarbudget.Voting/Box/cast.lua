-- Decides a batch of ballots of one shard.
-- KEYS: state, tail, then one bucket for each ballot.
-- ARGV: sequence numbers that the ledger holds; then for each ballot: voter, open (1 or 0), mark, choices.
-- mark = key hash (16 bytes), digest of the choices (8), receipt check (8), hour (4).
-- A bucket holds by voter: "version seq " mark, then the key hashes of earlier versions, newest first.
-- Returns nothing when the shard is not ready, else one string for each ballot; first letter:
-- N new, S same key and choices, K same key but other choices, O key of an earlier version, C closed, R refused.
-- Everything is read and decided first and then written, with as few commands as there can be: they are what a batch costs.
local state = redis.call('HMGET', KEYS[1], 'ready', 'fence', 'seq')
if state[1] ~= '1' then
  return {}
end
local fenced = state[2] == '1'
local last = tonumber(state[3]) or 0
local answers, tail, changed, known = {}, {}, {}, {}
for i = 3, #KEYS do
  local a = 2 + (i - 3) * 4
  local voter, mark = ARGV[a], ARGV[a + 2]
  local key = string.sub(mark, 1, 16)
  local version, seq, rest = 0, 0, ''
  local held = known[voter] or redis.call('HGET', KEYS[i], voter)
  if held then
    local v, s, r = string.match(held, '^(%d+) (%d+) (.*)$')
    version, seq, rest = tonumber(v), s, r
  end
  local answer = nil
  if version > 0 and string.sub(rest, 1, 16) == key then
    if string.sub(rest, 17, 24) == string.sub(mark, 17, 24) then
      answer = 'S' .. string.format('%d ', version) .. seq .. ' ' .. string.sub(rest, 1, 36)
    else
      answer = 'K'
    end
  end
  if not answer and #rest > 36 then
    -- A find that begins inside a key and ends in the next is none.
    local at = string.find(rest, key, 37, true)
    while at and (at - 37) % 16 ~= 0 do
      at = string.find(rest, key, at + 1, true)
    end
    if at then
      answer = 'O' .. string.format('%d ', version - 1 - (at - 37) / 16)
    end
  end
  if not answer then
    if fenced then
      answer = 'C'
    elseif ARGV[a + 1] ~= '1' then
      answer = 'R'
    else
      last = last + 1
      local numbers = string.format('%d %d ', version + 1, last)
      tail[#tail + 1] = string.format('%d', last)
      tail[#tail + 1] = voter .. string.format('%d ', version + 1) .. mark .. ARGV[a + 3]
      -- 64 earlier keys are remembered: later retries than that do not happen, and the entry stays small.
      local entry = numbers .. mark
      if version > 0 then
        entry = entry .. string.sub(rest, 1, 16) .. string.sub(rest, 37, 36 + 63 * 16)
      end
      known[voter] = entry
      changed[#changed + 1] = i
      answer = 'N' .. numbers
    end
  end
  answers[#answers + 1] = answer
end
-- Hundreds at a time: a stack holds some thousand arguments.
local held = {}
for seq in string.gmatch(ARGV[1], '%d+') do
  held[#held + 1] = seq
end
for from = 1, #held, 500 do
  redis.call('HDEL', KEYS[2], unpack(held, from, math.min(from + 499, #held)))
end
if #changed > 0 then
  -- The sequence first: should the process die between these, the shard shows holes that the close explains, and never two ballots with
  -- one number.
  redis.call('HSET', KEYS[1], 'seq', string.format('%d', last))
  for from = 1, #tail, 500 do
    redis.call('HSET', KEYS[2], unpack(tail, from, math.min(from + 499, #tail)))
  end
  for _, i in ipairs(changed) do
    local voter = ARGV[2 + (i - 3) * 4]
    redis.call('HSET', KEYS[i], voter, known[voter])
  end
end
return answers
