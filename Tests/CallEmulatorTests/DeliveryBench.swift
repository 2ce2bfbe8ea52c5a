import CallModel

@testable import CallEmulator

/// A delivery machine with a clock in the hand of the test, and an application that answers as told.
struct DeliveryBench {
    var machine: DeliveryMachine
    var time = 1_000.0
    /// What was sent: the id of the event, and when.
    var sent: [(event: String, at: Double)] = []
    var failures: [String] = []
    var tries: [String] = []
    /// The answer to a try of an event.
    var answer: (DeliveryAttempt) -> DeliveryTry.Outcome = { _ in .answered(200) }

    init(_ faults: JSONValue = [:], _ configure: (inout EmulatorConfiguration) -> Void = { _ in }) throws {
        var configuration = EmulatorConfiguration()
        configure(&configuration)
        machine = DeliveryMachine(
            configuration: configuration, plan: FaultPlan(try FaultSettings(json: faults), seed: 1))
    }

    /// Takes events in one go, and sends what may go. Their ids are their names unless told.
    mutating func take(_ names: String..., connection: String = "c", address: String = "https://app.test/c") {
        for name in names {
            let event: JSONValue = ["id": .string(connection == "c" ? name : connection + " " + name)]
            machine.enqueue(
                CallbackDelivery(callID: "k", connectionID: connection, address: address, name: name, event: event),
                at: time)
        }
        send()
    }

    mutating func publish(_ name: String, schema: GridSubscription.Schema = .eventGrid) {
        let event = GridEvent(
            callID: "k", id: name, topic: "t", subject: "s", type: "Microsoft.Communication." + name, time: "",
            data: [:])
        machine.enqueue(
            event, to: (1, GridSubscription(endpoint: "https://grid.test/?code=1", schema: schema)), at: time)
        send()
    }

    /// Sends and answers until nothing more may go now.
    mutating func send() {
        while true {
            machine.advance(to: time)
            let attempts = machine.takeAttempts()
            collect()
            if attempts.isEmpty { return }
            for attempt in attempts {
                sent.append((attempt.event, time - 1_000))
                machine.finished(attempt.id, answer(attempt), at: time)
            }
        }
    }

    /// Lets all that is open come to its end, alarm by alarm.
    mutating func drain() {
        while machine.open > 0, let next = machine.nextDeadline {
            time = max(time, next)
            send()
        }
    }

    mutating func wait(_ seconds: Double) {
        time += seconds
        send()
    }

    private mutating func collect() {
        for news in machine.takeNews() {
            switch news {
            case .tried(let event, let result):
                let words = if case .answered(let status) = result.outcome { "\(status)" } else { "fault" }
                tries.append("\(event) \(result.number) \(words)")
            case .callbackFailed(let delivery, let reason): failures.append("\(delivery.name): \(reason)")
            case .gridFailed(let event, let endpoint, let reason):
                failures.append("\(event.name) \(endpoint): \(reason)")
            }
        }
    }

    var sentEvents: [String] { sent.map(\.event) }
    var times: [Double] { sent.map { ($0.at * 1_000).rounded() / 1_000 } }
}
