import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Drives one random program by a random service, to its end, and looks at everything that came out.
struct FuzzRun {
    private var dice: FuzzDice
    private var events: FuzzEvents
    private let driver: MachineDriver
    private var sent = 0
    private var asked = 0
    private var unanswered: [MachineDriver.Send] = []
    private var numbered = 0

    /// What one program led to.
    struct Report {
        var faults: [String] = []
        /// Whether its top level was refused, so that nothing ran.
        var wasRefused = false
        var records = 0
        var restarts = 0
    }

    static var limits: FlowLimits {
        var limits = FlowLimits()
        // A stop by the clock is the one thing that no replay finds again.
        limits.lua.cpuSeconds = 600
        limits.lua.instructions = 150_000
        limits.lua.memoryBytes = 2 << 20
        limits.inputs = 500
        limits.tasks = 100
        limits.journalBytes = 1 << 20
        return limits
    }

    /// Runs a program; what is wrong is told, not thrown.
    static func run(_ source: String, seed: UInt64, steps: Int = 40) -> Report {
        var report = Report()
        do {
            let sources = FlowSources(files: files(source))
            let loaded = FlowLoader.load(sources, environment: FlowEnvironment(limits: limits))
            guard let generation = loaded.generation, loaded.problems.isEmpty else {
                report.wasRefused = true
                report.faults = loaded.problems.compactMap { leak(in: $0.description) }
                return report
            }
            var run = FuzzRun(seed: seed, driver: try MachineDriver("", sharing: generation))
            try run.work(steps)
            report.faults = try run.faults()
            report.records = run.driver.records.count
            report.restarts = run.driver.records.count(where: \.body.isRestart)
        } catch {
            report.faults.append("threw \(error)")
        }
        return report
    }

    private static func files(_ source: String) -> [String: [UInt8]] {
        var files = FuzzProgram.modules.mapValues { Array($0.utf8) }
        files["test/main.lua"] = Array((MachineDriver.prelude + source).utf8)
        return files
    }

    private init(seed: UInt64, driver: MachineDriver) {
        dice = FuzzDice(seed: seed ^ 0x5EED)
        events = FuzzEvents(seed: seed ^ 0xE7E7)
        self.driver = driver
    }

    // MARK: - The service

    private mutating func work(_ steps: Int) throws {
        for _ in 0..<steps where driver.end == nil { try step() }
        if driver.end == nil, dice.chance(50) {
            // Some end by themselves, given time.
            for _ in 0..<30 where driver.end == nil {
                try answerAll()
                driver.advance(100)
            }
        }
        guard driver.end == nil else { return }
        driver.stop()
        for _ in 0..<60 where driver.end == nil {
            try answerAll()
            driver.advance(20)
        }
    }

    private mutating func collect() {
        unanswered += driver.sends[sent...]
        sent = driver.sends.count
    }

    private mutating func step() throws {
        collect()
        if dice.chance(5) {
            try driver.rebuild()
            if dice.chance(40) { driver.resume() }
        }
        switch dice.below(12) {
        case 0...3:
            guard !unanswered.isEmpty else { return driver.advance(dice.pick([0.005, 0.02, 1, 40])) }
            try answer(unanswered.remove(at: dice.below(unanswered.count)))
        case 4...6: followUp()
        case 7: driver.advance(dice.pick([0.005, 0.02, 1, 40]))
        case 8:
            numbered += 1
            driver.take(events.event(numbered), leg: dice.pick(["1", "1", "1", "2", "3", "9"]))
        case 9:
            numbered += 1
            driver.take(
                events.event(numbered), leg: nil, via: dice.pick([.grid, .signal, .asked]))
        case 10: try answerAsked()
        default:
            if dice.chance(15) { driver.disconnect() } else { followUp() }
        }
    }

    private mutating func answer(_ send: MachineDriver.Send) throws {
        switch dice.below(10) {
        case 0: try driver.fault(send.op, dice.pick([.unknown, .notSent]))
        case 1: try driver.answer(send.op, dice.pick([400, 403, 404, 408, 409, 412, 429, 500, 503]), body())
        case 2: try driver.refuse(send.op, dice.pick([404, 412, 400]), dice.pick([8522, 8528, 8583, 0]))
        default:
            let opens = send.text.hasPrefix("answer") || send.text.hasPrefix("create") || send.text.hasPrefix("connect")
            let named: JSONValue = ["callConnectionId": .string("c\(send.op)"), "serverCallId": "s1"]
            try driver.answer(send.op, opens ? 201 : 202, opens && dice.chance(90) ? named : body())
        }
    }

    private mutating func body() -> JSONValue {
        (try? JSONValue(parsing: Array(events.object().utf8))) ?? [:]
    }

    /// An event of the kind that the last requests may lead to.
    private mutating func followUp() {
        guard let send = driver.sends.suffix(4).randomElement(by: &dice) else { return }
        let action = String(send.text.prefix { $0 != " " })
        let names: [String] =
            switch action {
            case "answer", "create_call", "connect_call":
                ["CallConnected", "CallConnected", "CreateCallFailed", "AnswerFailed"]
            case "play": ["PlayCompleted", "PlayStarted", "PlayFailed", "PlayCanceled"]
            case "recognize": ["RecognizeCompleted", "RecognizeFailed", "RecognizeCanceled"]
            case "transfer": ["CallTransferAccepted", "CallTransferFailed"]
            case "add_participant": ["AddParticipantSucceeded", "AddParticipantFailed"]
            case "remove_participant": ["RemoveParticipantSucceeded", "RemoveParticipantFailed"]
            case "move_participants": ["MoveParticipantSucceeded", "MoveParticipantFailed"]
            case "cancel_add_participant": ["CancelAddParticipantSucceeded", "CancelAddParticipantFailed"]
            default: ["CallDisconnected", "ParticipantsUpdated"]
            }
        let opens = action == "create_call" || action == "connect_call" || action == "answer"
        let extra = body().objectValue?.members.filter { $0.name != "operationContext" } ?? []
        driver.event(
            dice.pick(names), context: "\(send.op).1", leg: opens ? send.op : "1",
            connection: opens ? "c\(send.op)" : "c1",
            [MachineDriver.result(200, dice.pick([0, 8531, 8508]))] + extra.map { ($0.name, $0.value) })
    }

    /// What the own process is asked for.
    private mutating func answerAsked() throws {
        guard asked < driver.asked.count else { return }
        let words = driver.asked[asked].split(separator: " ", maxSplits: 2).map(String.init)
        asked += 1
        if words[1] == "take" { return try driver.grantLine(words[0]) }
        guard words[1] != "free" else { return }
        try driver.answer(
            words[0], dice.pick([200, 200, 404, 503]),
            dice.chance(80) ? ["session": .string(HostileSession.ownID)] : body())
    }

    private mutating func answerAll() throws {
        collect()
        while asked < driver.asked.count { try answerAsked() }
        let all = unanswered
        unanswered = []
        for send in all where driver.end == nil { try driver.answer(send.op, 202) }
    }

    // MARK: - What came out

    private func faults() throws -> [String] {
        var faults: [String] = []
        if driver.end == nil { faults.append("does not end: \(driver.machine.summary)") }
        if let fault = try driver.replayFault() { faults.append(fault) }
        for log in driver.logs {
            for text in [log.message, log.place] + log.fields.map(\.value) {
                if let leak = Self.leak(in: text) { faults.append(leak) }
            }
        }
        if let leak = driver.end.flatMap({ Self.leak(in: $0.report) }) { faults.append(leak) }
        return faults
    }

    /// Addresses, and names that only our sources know.
    static func leak(in text: String) -> String? {
        let found =
            text.contains(/0x[0-9a-f]{4}/)
            || text.contains(/\b(Swift|FlowEngine|LuaEngine|CallModel|CallRuntime|CLuaBridge)\./)
            || text.contains(/\b(Optional|LuaValue|LuaRaise|LuaTable|HostType|JSONValue|FlowProblem|LuaError)\b/)
        return found ? "tells what is inside: \(text.prefix(300))" : nil
    }
}

extension Collection {
    /// One of the items; nil when there is none.
    fileprivate func randomElement(by dice: inout FuzzDice) -> Element? {
        isEmpty ? nil : self[index(startIndex, offsetBy: dice.below(count))]
    }
}
