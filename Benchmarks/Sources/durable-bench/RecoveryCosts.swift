import Foundation
import Measuring

/// How soon a process acts again after the one before it was killed with many waiting calls.
enum RecoveryCosts {
    static func run(calls: Int, rounds: Int) throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let store = folder.path + "/recovery.db"
        _ = try WaitingCalls.child("fill", store, "\(calls)", "0")
        // A copy for each round: a rebuild writes.
        var found: [WaitingCalls.Figures] = []
        for round in 0..<rounds {
            let copy = folder.path + "/copy-\(round).db"
            for part in ["", "-wal"] where FileManager.default.fileExists(atPath: store + part) {
                try FileManager.default.copyItem(atPath: store + part, toPath: copy + part)
            }
            found.append(try WaitingCalls.child("recover", copy, "\(calls)", "0", "\(monotonicSeconds())"))
        }
        func each(_ name: String) -> Double { median(found.map { $0[name] ?? .nan }) }
        print("| \(grouped(calls)) waiting calls, the process was killed | |")
        print("| --- | ---: |")
        print("| launch of the process until its store is open, ms | \(text(each("opened") * 1e3, digits: 0)) |")
        print("| launch of the process until it is ready to act, ms | \(text(each("ready") * 1e3, digits: 0)) |")
        print("| of this, `recover()`, ms | \(text(each("recover") * 1e3, digits: 0)) |")
        print(
            "| then, every call woken: until all worlds are rebuilt and have acted, s | \(text(each("woken"), digits: 1)) |"
        )
        print("| the same for one call, ms | \(text(each("woken") * 1e3 / Double(calls), digits: 2)) |")
        print(
            "| new calls meanwhile, 100 a second: ringing until answered, p99, ms | \(text(each("new p99"), digits: 1)) |"
        )
    }
}
