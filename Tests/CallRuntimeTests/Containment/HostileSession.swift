import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// A flow that means harm to the runtime, not to Lua: by what it asks for, leaves behind, or never ends.
struct HostileSession: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable {
        /// The session is stopped; its report contains the text and names a line.
        case stopped(String)
        /// Its handler fails; the report contains the text and names a line.
        case failed(String)
        /// It goes on, within its limits.
        case goesOn
    }

    let name: String
    let outcome: Outcome
    /// In the handler of the call, which is connected by then.
    let body: String
    /// At the top of the flow.
    var hooks = ""
    /// By name, beside those of the corpus.
    var limits: [String: String] = [:]
    /// Sent to the session, again and again, with each step.
    var events: @Sendable (Int) -> CallEvent? = { _ in nil }

    var testDescription: String { name }

    init(
        _ name: String, _ outcome: Outcome, _ body: String, hooks: String = "", limits: [String: String] = [:],
        events: @escaping @Sendable (Int) -> CallEvent? = { _ in nil }
    ) {
        (self.name, self.outcome, self.body) = (name, outcome, body)
        (self.hooks, self.limits, self.events) = (hooks, limits, events)
    }

    /// The limits of the design, but for the clock, whose stops no replay can find, and those that only take long.
    func flowLimits() throws -> FlowLimits {
        var found = FlowLimits()
        found.lua.cpuSeconds = 60
        for (name, text) in ["inputs": "150"].merging(limits, uniquingKeysWith: { $1 }) {
            try found.set(name, to: text)
        }
        return found
    }

    /// Runs until it ends or has had its steps; every request is granted, every launch and signal leads here.
    func run(steps: Int = 600) throws -> MachineDriver {
        let driver = try MachineDriver(
            """
            \(hooks)
            on("IncomingCall", function(call)
              call:answer()
              local self = launch("test")
              \(body)
            end)
            """, limits: try flowLimits())
        let service = AgreeableService(driver)
        var answered = 0
        for step in 0..<steps where driver.end == nil {
            if let event = events(step) { driver.take(event) }
            if answered < driver.asked.count {
                let words = driver.asked[answered].split(separator: " ", maxSplits: 3).map(String.init)
                answered += 1
                if words[1] == "launch" || words[1] == "signal" {
                    try driver.answer(words[0], 200, ["session": .string(Self.ownID)])
                }
                guard words[1] == "signal" else { continue }
                let data: JSONValue = ["signal": .string(words[3]), "data": [:]]
                driver.take(
                    CallEvent(id: "s\(answered)", name: "Signal", data: data.encoded), leg: nil, via: .signal)
                continue
            }
            guard try service.step() else { break }
        }
        return driver
    }

    static let ownID = "07" + String(repeating: "0", count: 24)
}
