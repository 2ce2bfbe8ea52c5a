import CallModel

/// The deliveries of events: their order, their tries, and what faults do to them. No I/O and no clock: every command
/// names the time. `takeAttempts` says what has to be sent, `takeNews` what has happened, and `nextDeadline` when
/// `advance` is due at the latest.
///
/// Callbacks of one connection to one address go one after the other; everything else goes by itself.
public struct DeliveryMachine: Sendable {
    /// Decides what goes wrong; another one holds for events from now on.
    public var plan: FaultPlan
    let configuration: EmulatorConfiguration
    var deliveries: [Int: Delivery] = [:]
    /// The open deliveries of each lane, in order.
    var lanes: [String: [Int]] = [:]
    /// The id of the newest delivery; they rise from 1.
    public private(set) var lastID = 0
    /// The closed ones that are remembered, oldest first.
    var closed: [Int] = []
    var news: [DeliveryNews] = []
    /// Deliveries that may go, or whose lanes may have one that may.
    private var ready: [Int] = []
    private var deadlines = Deadlines<Int>()
    private(set) var now = 0.0

    /// How many closed deliveries are remembered.
    static let keptCount = 500

    /// A machine without deliveries.
    public init(configuration: EmulatorConfiguration, plan: FaultPlan = FaultPlan()) {
        self.configuration = configuration
        self.plan = plan
    }

    /// How many deliveries wait or are under way.
    public var open: Int { deliveries.count - closed.count }

    /// How many were sent and have no outcome yet.
    public var underWay: Int { deliveries.values.count { $0.state == .underWay } }

    /// When `advance` has something to do next, in seconds since 1970.
    public var nextDeadline: Double? { deadlines.next }

    /// Takes a callback on its way.
    /// - Parameter line: comes back with each attempt.
    /// - Returns: the delivery's id.
    @discardableResult
    public mutating func enqueue(_ callback: CallbackDelivery, line: Int? = nil, at time: Double) -> Int {
        add(.callback(callback), plan.event(callback.name), line, wait: callback.wait, at: time)
    }

    /// Takes an event on its way to one subscription.
    /// - Parameters:
    ///   - subscription: the id, and the webhook.
    ///   - line: comes back with each attempt.
    /// - Returns: the delivery's id.
    @discardableResult
    public mutating func enqueue(
        _ event: GridEvent, to subscription: (id: Int, webhook: GridSubscription), line: Int? = nil, at time: Double
    ) -> Int {
        add(
            .grid(event, subscription: subscription.id, subscription.webhook), plan.event(event.name), line, wait: 0,
            at: time)
    }

    /// Lets the time pass until `time`.
    public mutating func advance(to time: Double) {
        while let due = deadlines.take(due: time) {
            now = max(now, due.time)
            consider(due.alarm)
        }
        now = max(now, time)
    }

    /// Takes the requests that have to be sent now. Events that were taken in one go can still change places till then.
    public mutating func takeAttempts() -> [DeliveryAttempt] {
        let candidates = ready
        ready = []
        return candidates.compactMap { start($0) }
    }

    /// Takes what has happened since the last time.
    public mutating func takeNews() -> [DeliveryNews] {
        defer { news = [] }
        return news
    }

    /// Whether an event of a connection was sent, with whatever outcome, that came after delivery `mark`: what an
    /// answer with `RequestFate.eventWait` waits for.
    public func hasSent(after mark: Int, of connection: String) -> Bool {
        deliveries.values.contains { $0.id > mark && $0.connectionID == connection && $0.sentCount > 0 }
    }

    /// Forgets all that is open. What is under way goes on, but nothing follows from it.
    public mutating func forgetOpen() {
        deliveries = deliveries.filter { !$0.value.isOpen }
        lanes = [:]
        ready = []
        deadlines = Deadlines()
    }

    /// Begins anew at `time`, which may be earlier. Ids go on rising, so that what is under way is taken for nothing new.
    mutating func restart(at time: Double) {
        forgetOpen()
        deliveries = [:]
        closed = []
        news = []
        now = time
    }

    private mutating func add(
        _ cargo: Delivery.Cargo, _ fate: EventFate, _ line: Int?, wait: Double, at time: Double
    ) -> Int {
        advance(to: time)
        let due = now + fate.delay + wait
        var delivery = Delivery(id: nextID(), cargo: cargo, line: line, fate: fate, due: due, undelayed: due)
        guard let lane = delivery.lane else {
            deliveries[delivery.id] = delivery
            consider(delivery.id)
            return delivery.id
        }
        delivery.due += fate.swapsWithin ?? fate.waitsForList ?? 0
        insert(delivery, into: lane)
        consider(lane: lane)
        return delivery.id
    }

    mutating func nextID() -> Int {
        lastID += 1
        return lastID
    }

    /// Lets the first of a lane go, when its time has come.
    mutating func consider(lane: String) {
        if let first = lanes[lane]?.first { consider(first) }
    }

    /// The same for a delivery, or for the first of its lane.
    mutating func consider(_ id: Int) {
        guard let delivery = foremost(id), delivery.state == .waiting else { return }
        if delivery.due <= now { ready.append(delivery.id) } else { wake(delivery.id, at: delivery.due) }
    }

    private mutating func start(_ id: Int) -> DeliveryAttempt? {
        guard let delivery = foremost(id), delivery.state == .waiting else { return nil }
        guard delivery.due <= now else {
            wake(delivery.id, at: delivery.due)
            return nil
        }
        if let seconds = delivery.fate.lostFor {
            deliveries[delivery.id]?.fate.lostFor = nil
            deliveries[delivery.id]?.due = now + seconds
            record(.fault("lost on purpose"), of: delivery.id, isLost: true, at: now)
            wake(delivery.id, at: now + seconds)
            return nil
        }
        deliveries[delivery.id]?.state = .underWay
        return delivery.attempt
    }

    /// The delivery itself, or the one that goes first in its lane.
    private func foremost(_ id: Int) -> Delivery? {
        guard let lane = deliveries[id]?.lane else { return deliveries[id] }
        return lanes[lane]?.first.flatMap { deliveries[$0] }
    }

    mutating func wake(_ id: Int, at time: Double) { _ = deadlines.set(id, at: time) }
}

extension GridEvent {
    /// The type without its prefix.
    var name: String { String(type.dropFirst(CallEvent.typePrefix.count)) }
}
