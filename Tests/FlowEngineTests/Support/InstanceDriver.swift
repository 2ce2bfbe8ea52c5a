import CallModel
import Testing

@testable import FlowEngine

/// Drives one flow instance by hand: tells what its tasks ask for, and settles it when told.
final class InstanceDriver {
    let instance: FlowInstance
    let definition: FlowDefinition
    let patterns = PatternMatcher()
    private(set) var asks: [(task: Int, request: FlowRequest)] = []
    private(set) var logs: [FlowLogEntry] = []
    /// `asks 1`, `abandoned 1`, `ended 1 error`, in order.
    private(set) var trace: [String] = []
    private(set) var failures: [FlowFailure] = []
    private(set) var stops: [FlowProblem] = []
    private(set) var pauses = 0

    init(
        _ lua: String, files: [String: String] = [:], limits: FlowLimits = FlowLimits(),
        environment: FlowEnvironment = FlowEnvironment()
    ) throws {
        var sources = files.mapValues { Array($0.utf8) }
        sources["test/main.lua"] = Array(lua.utf8)
        let report = FlowLoader.load(FlowSources(files: sources), environment: environment)
        try #require(report.problems.isEmpty, "\(report.problems)")
        definition = try #require(report.generation?.flows["test"])
        // It pauses at each hundred instructions, which must change nothing.
        var environment = environment
        environment.limits = limits
        environment.limits.lua.sliceUnits = 1
        instance = try FlowInstance(definition, environment: environment, seed: 1)
        var view = CallView(state: "connected")
        view.from = CommunicationIdentifier(rawID: "4:+14255550100")
        view.to = CommunicationIdentifier(rawID: "8:acs:bot")
        view.callerDisplayName = "Ada"
        instance.calls[1] = view
        instance.beginInput(at: 100)
    }

    /// Starts the hooks of an event and runs.
    func fire(_ name: String, call: Int? = 1, _ data: JSONValue = [:]) throws {
        let event = CallEvent(id: "e", name: name, time: "t", data: data.encoded)
        for hook in instance.hooks(for: event, patterns: patterns) {
            try instance.startHook(hook, call: call, event: event)
        }
        run()
    }

    /// A flow whose Launch hook is `body`, started.
    static func launched(_ body: String, limits: FlowLimits = FlowLimits()) throws -> InstanceDriver {
        let driver = try InstanceDriver("on(\"Launch\", function(event)\n\(body)\nend)", limits: limits)
        try driver.fire("Launch", call: nil)
        return driver
    }

    /// A flow whose handler of a connected call is `body`, started. `view` changes the call before.
    static func handling(
        _ body: String, prelude: String = "", environment: FlowEnvironment = FlowEnvironment(),
        view: (inout CallView) -> Void = { _ in }
    ) throws -> InstanceDriver {
        let driver = try InstanceDriver(
            "\(prelude) on(\"CallConnected\", function(call, event)\n\(body)\nend)", environment: environment)
        if var changed = driver.instance.calls[1] {
            view(&changed)
            driver.instance.calls[1] = changed
        }
        try driver.fire("CallConnected")
        return driver
    }

    func run() {
        while let step = instance.next() {
            switch step {
            case .asks(let task, let request):
                asks.append((task, request))
                trace.append("asks \(task)")
            case .abandoned(let task): trace.append("abandoned \(task)")
            case .ended(let task, _, let error):
                trace.append("ended \(task)" + (error == nil ? "" : " error"))
                if let error { failures.append(error) }
            case .log(let entry): logs.append(entry)
            case .paused: pauses += 1
            case .stopped(let stop): stops.append(stop)
            }
        }
    }

    func settle(_ task: Int, _ outcome: FlowOutcome = .nothing) {
        instance.settle(task, outcome)
        run()
    }

    /// The action that the newest request asks for; the flow's failures when there is none.
    func action() throws -> FlowAction {
        switch asks.last?.request {
        case .act(_, let action): return action
        case .open(let action): return action
        default: throw NoAction(failures: failures.map(\.message))
        }
    }

    struct NoAction: Error {
        let failures: [String]
    }

    /// The messages of `log.info`.
    var said: [String] { logs.map(\.message) }
}
