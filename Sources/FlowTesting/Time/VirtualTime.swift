import CallRuntime
import NIOConcurrencyHelpers
import NIOCore

/// Time that passes when it is told to: what is to happen later, in order of time, then of planning. One thread moves it;
/// others may only look.
public final class VirtualTime: Sendable {
    fileprivate struct Plan: Sendable {
        var due: Double
        var number: Int
        var body: @Sendable () -> Void
    }

    fileprivate struct State: Sendable {
        var now: Double
        var plans = Heap<Plan> { ($0.due, $0.number) < ($1.due, $1.number) }
        /// Numbers of plans that still stand.
        var open: Set<Int> = []
        var last = 0
    }

    private let state: NIOLockedValueBox<State>

    /// A time that stands at `start`, in seconds since 1970.
    public init(at start: Double) { state = NIOLockedValueBox(State(now: start)) }

    /// Seconds since 1970.
    public func now() -> Double { state.withLockedValue { $0.now } }

    /// Does something at a time; what is due already is done at the next `takeDue`.
    /// - Returns: the number by which it can be taken back.
    @discardableResult
    public func plan(at due: Double, _ body: @escaping @Sendable () -> Void) -> Int {
        state.withLockedValue { state in
            state.last += 1
            state.plans.insert(Plan(due: max(due, state.now), number: state.last, body: body))
            state.open.insert(state.last)
            return state.last
        }
    }

    /// Does something `seconds` from now.
    @discardableResult
    public func plan(after seconds: Double, _ body: @escaping @Sendable () -> Void) -> Int {
        plan(at: now() + max(0, seconds), body)
    }

    /// Takes a plan back; without effect once it was taken.
    public func cancel(_ number: Int) { state.withLockedValue { _ = $0.open.remove(number) } }

    /// Forgets all plans.
    public func forgetPlans() {
        state.withLockedValue { state in
            state.open = []
            state.plans = Heap { ($0.due, $0.number) < ($1.due, $1.number) }
        }
    }

    /// When the next plan is due; nil when there is none.
    public var nextDue: Double? {
        state.withLockedValue { state in
            state.dropCancelled()
            return state.plans.first?.due
        }
    }

    /// Moves on to `time`, which is not before now.
    public func move(to time: Double) { state.withLockedValue { $0.now = max($0.now, time) } }

    /// Takes the next plan that is due now.
    public func takeDue() -> (@Sendable () -> Void)? {
        state.withLockedValue { state in
            state.dropCancelled()
            guard let first = state.plans.first, first.due <= state.now else { return nil }
            _ = state.plans.popFirst()
            state.open.remove(first.number)
            return first.body
        }
    }
}

extension VirtualTime.State {
    fileprivate mutating func dropCancelled() {
        while let first = plans.first, !open.contains(first.number) { _ = plans.popFirst() }
    }
}

extension VirtualTime: RuntimeClock {
    /// Plans `body` for `due`. `loop` is the one that belongs to this time, so that the plan runs on it.
    public func schedule(
        at due: Double, on loop: any EventLoop, _ body: @escaping @Sendable () -> Void
    ) -> RuntimeTimer {
        let number = plan(at: due, body)
        return RuntimeTimer { self.cancel(number) }
    }
}

/// A binary heap: the least element first.
struct Heap<Element: Sendable>: Sendable {
    private var elements: [Element] = []
    private let isBefore: @Sendable (Element, Element) -> Bool

    init(_ isBefore: @escaping @Sendable (Element, Element) -> Bool) { self.isBefore = isBefore }

    var first: Element? { elements.first }

    mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard isBefore(elements[child], elements[parent]) else { return }
            elements.swapAt(child, parent)
            child = parent
        }
    }

    mutating func popFirst() -> Element? {
        guard let first = elements.first, let last = elements.popLast() else { return nil }
        guard !elements.isEmpty else { return first }
        elements[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < elements.count {
                if isBefore(elements[child], elements[least]) { least = child }
            }
            guard least != parent else { return first }
            elements.swapAt(parent, least)
            parent = least
        }
    }
}
