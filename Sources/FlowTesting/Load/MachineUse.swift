import Foundation
import NIOConcurrencyHelpers

/// What this process uses of the machine.
final class MachineUse: Sendable {
    /// From the beginning to the end.
    struct Figures: Sendable {
        /// Resident memory in bytes.
        var (first, peak, last) = (0, 0, 0)
        /// Seconds of processors, and of the clock.
        var (processor, wall) = (0.0, 0.0)
    }

    private struct State {
        var figures = Figures()
        let begin = ContinuousClock.now
        let processor = MachineUse.processorSeconds
    }

    private let state = NIOLockedValueBox(State())

    init() {
        let now = Self.residentBytes
        state.withLockedValue { $0.figures.first = now }
        sample()
    }

    func sample() {
        let now = Self.residentBytes
        state.withLockedValue { state in
            state.figures.last = now
            state.figures.peak = max(state.figures.peak, now)
        }
    }

    func end() -> Figures {
        sample()
        return state.withLockedValue { state in
            state.figures.processor = Self.processorSeconds - state.processor
            state.figures.wall = (ContinuousClock.now - state.begin) / .seconds(1)
            return state.figures
        }
    }

    private static var residentBytes: Int {
        let words = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return words.count > 1 ? (Int(words[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }

    private static var processorSeconds: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
