import Foundation
import Measuring

/// What a waiting call takes of memory with its world and without.
enum MemoryCosts {
    static func run(calls: Int, target: Int) throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let store = folder.path + "/memory.db"
        let filled = try WaitingCalls.child("fill", store, "\(calls)", "\(target)")
        let size = ["", "-wal"].reduce(0) { sum, part in
            sum + ((try? FileManager.default.attributesOfItem(atPath: store + part)[.size] as? Int) ?? 0)
        }
        func copied(_ name: String) throws -> String {
            let copy = folder.path + "/" + name
            for part in ["", "-wal"] where FileManager.default.fileExists(atPath: store + part) {
                try FileManager.default.copyItem(atPath: store + part, toPath: copy + part)
            }
            return copy
        }
        let passive = try WaitingCalls.child("adopt", try copied("a.db"), "\(calls)", "0", "\(monotonicSeconds())")
        let live = try WaitingCalls.child("recover", try copied("b.db"), "\(calls)", "0", "\(monotonicSeconds())")
        let bounded = try WaitingCalls.child(
            "recover", try copied("c.db"), "\(calls)", "\(target)", "\(monotonicSeconds())")
        print("| \(grouped(calls)) waiting calls over SQLite | RSS, MiB | peak, MiB | in memory | bytes a call |")
        print("| --- | ---: | ---: | ---: | ---: |")
        func row(_ name: String, _ figures: WaitingCalls.Figures) {
            let (rss, before) = (figures["rss"] ?? .nan, figures["rss before"] ?? .nan)
            let live = Int(figures["live"] ?? 0)
            print(
                "| \(name) | \(grouped(Int(rss) >> 20)) | \(grouped(Int(figures["peak"] ?? 0) >> 20)) | \(grouped(live)) "
                    + "| \(grouped(Int((rss - before) / Double(calls)))) |")
        }
        row("begun one after the other, memory target \(target) MiB", filled)
        row("taken up by the next process, none woken", passive)
        row("all woken, no memory target", live)
        row("all woken, memory target \(target) MiB", bounded)
        print()
        print("The store holds \(grouped(size / calls)) bytes a call (\(grouped(size >> 20)) MiB).")
    }
}
