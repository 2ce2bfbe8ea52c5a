import NIOConcurrencyHelpers

/// What a spec can do to the machine that the runtime runs on.
enum MachineTrouble: Sendable {
    /// The store takes writes, and none becomes durable for so many seconds.
    case storeStalls(Double)
    /// The process stands still for so many seconds, as after SIGSTOP: what comes in waits.
    case freezes(Double)
    /// Its clock jumps by so many seconds, either way; the service's does not.
    case clockJumps(Double)
}

/// The troubles of a world's machine, and what waits for their end, in order.
final class MachineTroubles: Sendable {
    /// What is held up.
    enum Part: Hashable, Sendable {
        case store, process
    }

    private struct State {
        var until: [Part: Double] = [:]
        var waiting: [Part: Int] = [:]
        var offset = 0.0
    }

    private let time: VirtualTime
    private let state = NIOLockedValueBox(State())

    init(time: VirtualTime) { self.time = time }

    func begin(_ trouble: MachineTrouble) {
        let now = time.now()
        state.withLockedValue { state in
            switch trouble {
            case .storeStalls(let seconds): state.until[.store] = max(state.until[.store] ?? 0, now + seconds)
            case .freezes(let seconds): state.until[.process] = max(state.until[.process] ?? 0, now + seconds)
            case .clockJumps(let seconds): state.offset += seconds
            }
        }
    }

    /// How far the machine's clock is ahead, in seconds.
    var offset: Double { state.withLockedValue { $0.offset } }

    /// Does something now, or when the part works again, after what waits for it already.
    func whenWorks(_ part: Part, _ body: @escaping @Sendable () -> Void) {
        let now = time.now()
        let due: Double? = state.withLockedValue { state in
            let until = state.until[part] ?? 0
            guard until > now || state.waiting[part, default: 0] > 0 else { return nil }
            state.waiting[part, default: 0] += 1
            return max(until, now)
        }
        guard let due else { return body() }
        time.plan(at: due) {
            self.state.withLockedValue { $0.waiting[part, default: 1] -= 1 }
            body()
        }
    }
}
