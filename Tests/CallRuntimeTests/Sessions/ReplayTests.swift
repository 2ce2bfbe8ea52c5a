import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// A session does the same again when its journal is fed to it, whatever happened to it; and it always comes to an end.
struct ReplayTests {
    /// Much of the language at once.
    static let everything = """
        local menu = require "std.menu"
        local count = 0
        on("IncomingCall", function(call)
          call.data.tries = 0
          call:answer { timeout = 20 }
          local music = call:play { text = "music", loop = true, timeout = 300 }
          spawn(function()
            while call.state ~= "disconnected" do
              sleep(math.random(1, 7))
              count = count + 1
              if count % 3 == 0 and count < 20 then call:play { text = "tick " .. count, wait = false } end
            end
          end)
          local n, first = race {
            function() return menu.ask(call, { text = "1 or 2", choices = { ["1"] = "one", ["2"] = "two" }, retries = 1 }) end,
            function() sleep(30) return "late" end,
            function() local e = wait_for("ParticipantsUpdated", 60) return e and "joined" or "alone" end,
          }
          log.info(n .. tostring(first))
          music:cancel()
          local a, b = all {
            function() return within(8, function() return call:recognize { dtmf = { max = 2 }, interrupt = true } end) end,
            function() sleep(math.random(1, 3)) return now() end,
          }
          log.info(tostring(a and a.tones) .. tostring(b))
          for i = 1, 3 do
            local ok, err = call:play { text = "part " .. i, timeout = 15 }
            call.data.tries = call.data.tries + 1
            if not ok and err.reason ~= "cancelled" then log.info(err.reason) end
          end
          if call:transfer { target = "+14255550123", timeout = 25 } then return end
          assert(call:play { text = "nobody" })
          call:hang_up { for_everyone = true }
        end)
        on("CallDisconnected", function(call, event) log.info("over " .. call.data.tries .. " " .. count) sleep(2) end)
        on("*", function(call, event) log.debug(event.name) end)
        on("FlowError", function(call, event) log.info("error " .. event.message) if call then call:play { text = "sorry" } end end)
        """

    static let prelude =
        #"flow { locale = "en-US", voice = "v", idle = 15, linger = 40, on_failure = { text = "Oops." } } "#

    @Test(arguments: 0..<160)
    func anyCourseOfEventsReplaysAndEnds(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var limits = FlowLimits()
        limits.inputs = 500
        let driver = try MachineDriver(Self.everything, prelude: Self.prelude, limits: limits)
        var answered = 0
        let results: [(Int, Int)] = [(200, 0), (400, 8508), (400, 8510), (400, 8532), (500, 8511), (603, 560_603)]
        let tones = ["one", "two", "three", "pound"]

        func answerNext() throws {
            guard answered < driver.sends.count else { return }
            let op = driver.sends[answered].op
            answered += 1
            switch random.next(20) {
            case 0: if random.next(4) == 0 { try driver.refuse(op, 404, 8522) } else { try driver.answer(op, 202) }
            case 1: if random.next(4) == 0 { try driver.refuse(op, 400, 8528) } else { try driver.answer(op, 202) }
            case 2: try driver.refuse(op, 429, 0)
            case 3: try driver.refuse(op, 503, 0)
            case 4: try driver.fault(op, .unknown)
            case 5: try driver.fault(op, .notSent)
            case 6: try driver.refuse(op, 412, 8583)
            default: try driver.answer(op, 202, ["callConnectionId": "c1"])
            }
        }

        func someEvent() {
            guard let send = driver.sends.dropLast(random.next(3)).last else { return }
            let names: [String] =
                switch send.text.split(separator: " ").first {
                case "answer": ["CallConnected", "CallConnected", "CallConnected", "CallConnected", "AnswerFailed"]
                case "play": ["PlayCompleted", "PlayCompleted", "PlayCanceled", "PlayFailed", "PlayStarted"]
                case "recognize": ["RecognizeCompleted", "RecognizeCompleted", "RecognizeFailed", "RecognizeCanceled"]
                case "transfer": ["CallTransferAccepted", "CallTransferFailed"]
                default: ["ParticipantsUpdated", "ParticipantsUpdated", "PlayStarted", "CallDisconnected"]
                }
            let name = names[random.next(names.count)]
            var fields: [(String, JSONValue)] = []
            if name == "RecognizeCompleted" {
                fields = [
                    ("recognitionType", "dtmf"),
                    ("dtmfResult", ["tones": [.string(tones[random.next(tones.count)])]]),
                ]
            } else if name == "ParticipantsUpdated" {
                let list = Array(repeating: JSONValue.object(JSONObject([])), count: random.next(3))
                fields = [("participants", .array(list)), ("sequenceNumber", .integer(Int64(random.next(9))))]
            } else {
                let (code, subCode) = results[random.next(results.count)]
                fields = [MachineDriver.result(code, subCode)]
            }
            driver.event(name, context: send.op + ".1", fields)
        }

        if random.next(8) > 0 {
            try driver.connect()
            answered = 1
        }
        for _ in 0..<150 where driver.end == nil {
            switch random.next(40) {
            case 0..<14: try answerNext()
            case 14..<28: someEvent()
            case 28..<37: driver.advance(Double(random.next(6)) / 2)
            case 37: driver.event("ParticipantsUpdated", [("participants", [[:]]), ("sequenceNumber", 1)])
            case 38: if random.next(12) == 0 { driver.disconnect() }
            default: if random.next(20) == 0 { driver.stop() }
            }
        }
        // Whatever is left comes to an end by itself, once the network has answered something.
        for _ in 0..<2_000 where driver.end == nil {
            while answered < driver.sends.count {
                try driver.fault(driver.sends[answered].op, .unknown)
                answered += 1
            }
            driver.advance(100)
            if random.next(50) == 0 {
                driver.event("ParticipantsUpdated", [("participants", []), ("sequenceNumber", 99)])
            }
        }
        #expect(driver.end != nil, "the session never ends: \(driver.state) \(driver.timers)")
        #expect(driver.timers.isEmpty)
        #expect(driver.machine.operations.openCount <= 64)
        try driver.verify()
    }
}

struct SplitMix {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }
}
