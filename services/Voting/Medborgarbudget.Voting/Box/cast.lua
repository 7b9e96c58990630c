-- Decides a batch of ballots of one or more shards, each on its own.
-- ARGV: how many ballots of each shard, in decimals with blanks between; then for each shard: names of batches that the ledger holds; for each ballot
-- 1 if it may be taken in, and 2 more if the ledger was asked for its key, as one string of digits; then the ballots' records, joined. A record:
-- length of the choices (4 bytes), voter (16), mark (36), choices. mark = key hash (16), keyed digest of the choices (8), receipt check (8), channel (1),
-- hour (3). Channels from 2 on are with an officer.
-- KEYS, for each shard: state, tail, then one bucket for each ballot.
-- A bucket holds by voter: "version seq " mark, then the key hashes of earlier versions, newest first.
-- The tail holds by the sequence number of the first ballot that a batch took in, which is the batch's name, of each of them: "version " record.
-- Returns the answers, joined; each begins with a letter and is as long as that says:
-- N new, S same key and choices, K same key but other choices, O key of an earlier version, C closed, R refused,
-- P the current version was cast with an officer and this one without, U the shard is not ready,
-- F the key is none of those remembered, and the voter has had more: the ledger has to be asked first.
-- Everything of a shard is read and decided first and then written, with as few commands and arguments as there can be: they are what a batch costs.
local answers = {}

-- The shard's keys come behind the key, its arguments behind the argument.
local function decide(key, argument, count)
  local state = redis.call('HMGET', KEYS[key + 1], 'ready', 'fence', 'seq')
  if state[1] ~= '1' then
    for _ = 1, count do
      answers[#answers + 1] = 'U'
    end
    return
  end
  local fenced = state[2] == '1'
  local last = tonumber(state[3]) or 0
  local name = string.format('%d', last + 1)
  local open, records, from = ARGV[argument + 2], ARGV[argument + 3], 1
  local tail, changed, known = {}, {}, {}
  for i = 1, count do
    local a, b, c, d = string.byte(records, from, from + 3)
    local record = string.sub(records, from, from + 55 + ((a * 256 + b) * 256 + c) * 256 + d)
    from = from + #record
    local flags = string.byte(open, i) - 48
    local voter, mark = string.sub(record, 5, 20), string.sub(record, 21, 56)
    local version, rest, answer = 0, '', nil
    local held = known[voter] or redis.call('HGET', KEYS[key + 2 + i], voter)
    if held then
      local v, seq, r = string.match(held, '^(%d+) (%d+) (.*)$')
      version, rest = tonumber(v), r
      local idempotency = string.sub(mark, 1, 16)
      if string.sub(rest, 1, 16) == idempotency then
        if string.sub(rest, 17, 24) == string.sub(mark, 17, 24) then
          answer = 'S' .. v .. ' ' .. seq .. ' ' .. string.sub(rest, 1, 36)
        else
          answer = 'K'
        end
      elseif #rest > 36 then
        -- A find that begins inside a key and ends in the next is none.
        local at = string.find(rest, idempotency, 37, true)
        while at and (at - 37) % 16 ~= 0 do
          at = string.find(rest, idempotency, at + 1, true)
        end
        if at then
          answer = 'O' .. string.format('%d ', version - 1 - (at - 37) / 16)
        elseif #rest >= 36 + 64 * 16 and flags < 2 then
          answer = 'F'
        end
      end
    end
    if not answer then
      if fenced then
        answer = 'C'
      elseif flags % 2 == 0 then
        answer = 'R'
      elseif version > 0 and string.byte(rest, 33) > 1 and string.byte(mark, 33) < 2 then
        answer = 'P'
      else
        last = last + 1
        local number = version > 0 and string.format('%d ', version + 1) or '1 '
        local numbers = number .. string.format('%d ', last)
        tail[#tail + 1] = number
        tail[#tail + 1] = record
        local entry = numbers .. mark
        if version > 0 then
          -- 64 earlier keys are remembered, so that the entry stays small; of older ones the ledger knows.
          entry = entry .. string.sub(rest, 1, 16) .. string.sub(rest, 37, 36 + 63 * 16)
        end
        known[voter] = entry
        changed[#changed + 1], changed[#changed + 2] = KEYS[key + 2 + i], voter
        answer = 'N' .. numbers
      end
    end
    answers[#answers + 1] = answer
  end
  -- Hundreds at a time: a stack holds some thousand arguments.
  local gone = {}
  for batch in string.gmatch(ARGV[argument + 1], '%d+') do
    gone[#gone + 1] = batch
  end
  for from = 1, #gone, 500 do
    redis.call('HDEL', KEYS[key + 2], unpack(gone, from, math.min(from + 499, #gone)))
  end
  if #changed > 0 then
    -- The sequence first: should the process die between these, the shard shows holes that the close explains, and never two ballots with
    -- one number.
    redis.call('HSET', KEYS[key + 1], 'seq', string.format('%d', last))
    redis.call('HSET', KEYS[key + 2], name, table.concat(tail))
    for i = 1, #changed, 2 do
      redis.call('HSET', changed[i], changed[i + 1], known[changed[i + 1]])
    end
  end
end

local key, argument = 0, 1
for count in string.gmatch(ARGV[1], '%d+') do
  decide(key, argument, tonumber(count))
  key, argument = key + 2 + count, argument + 3
end
return table.concat(answers)
