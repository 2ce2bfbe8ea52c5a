import Foundation
import LuaEngine
import Measuring

/// Part (d): how long each script of the hostile corpus holds its thread until it is ended, by the limits of the design.
/// `Hostile.swift` and `TestFunctions.swift` are the tests' own.
enum HostileTimes {
    static func run() throws {
        var times: [(name: String, milliseconds: Double, longestSlice: Double)] = []
        var fates: [String: Int] = [:]
        for script in HostileCorpus.scripts {
            var worst = (whole: 0.0, slice: 0.0)
            for _ in 0..<3 {
                let world = try LuaWorld(functions: testTable, seed: 1)
                let notes = Notes()
                world.owner = notes
                var timer = SliceTimer()
                let step = try HostileCorpus.play(script, in: world) { timer.slice() }
                timer.slice()
                worst = (max(worst.whole, timer.whole), max(worst.slice, timer.longest))
                if case .stopped(let stop) = step {
                    fates[stop.reason.rawValue, default: 0] += 1
                } else {
                    fates["error or end", default: 0] += 1
                }
                world.drop()
            }
            times.append((script.name, worst.whole, worst.slice))
        }
        times.sort { $0.milliseconds > $1.milliseconds }
        let late = times.filter { $0.milliseconds > 300 }.count
        print("| \(times.count) hostile scripts, ms | until it ended | longest slice |")
        print("| --- | ---: | ---: |")
        for row in times.prefix(5) {
            print("| \(row.name) | \(text(row.milliseconds, digits: 1)) | \(text(row.longestSlice, digits: 1)) |")
        }
        let slices = times.map(\.longestSlice).sorted()
        print(
            "| the median of all | \(text(median(times.map(\.milliseconds)), digits: 1)) | "
                + "\(text(median(slices), digits: 1)) |")
        let runs = fates.sorted { $0.key < $1.key }.map { "\($0.value) by \($0.key)" }.joined(separator: ", ")
        print("\nThe longest of three runs each; over 300 ms: \(late). How the \(3 * times.count) runs ended: \(runs).")
    }
}

/// Wall time from pause to pause, in milliseconds.
private struct SliceTimer {
    private(set) var whole = 0.0
    private(set) var longest = 0.0
    private var last = ContinuousClock.now

    mutating func slice() {
        let now = ContinuousClock.now
        let parts = last.duration(to: now).components
        let milliseconds = Double(parts.seconds) * 1e3 + Double(parts.attoseconds) / 1e15
        whole += milliseconds
        longest = max(longest, milliseconds)
        last = now
    }
}
