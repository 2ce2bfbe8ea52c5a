import Foundation
import Measuring

/// What the machine asks for making bytes durable: the floor under every commit.
enum SyncCosts {
    static func run(seconds: Double) throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        print("| appended and synced, in \(fileSystem(of: folder.path)) | syncs/s | median, µs | p99, µs |")
        print("| --- | ---: | ---: | ---: |")
        for size in [4 << 10, 64 << 10] {
            let descriptor = open(folder.path + "/sync", O_RDWR | O_CREAT | O_TRUNC, 0o600)
            guard descriptor >= 0 else { throw BenchmarkFault("no file in \(folder.path)") }
            defer { close(descriptor) }
            let page = [UInt8](repeating: 7, count: size)
            var took: [Double] = []
            var offset = 0
            let start = monotonicSeconds()
            while monotonicSeconds() < start + seconds {
                let before = monotonicSeconds()
                guard pwrite(descriptor, page, size, off_t(offset)) == size, fdatasync(descriptor) == 0 else {
                    throw BenchmarkFault("the file cannot be synced")
                }
                took.append((monotonicSeconds() - before) * 1e6)
                // A log that is used again does not grow.
                offset = (offset + size) % (16 << 20)
            }
            print(
                "| \(size >> 10) KiB | \(grouped(Int(Double(took.count) / seconds))) "
                    + "| \(text(median(took), digits: 0)) | \(text(quantile(0.99, of: took), digits: 0)) |")
        }
    }

    /// By the list of mounts, the longest that fits.
    private static func fileSystem(of path: String) -> String {
        let mounts = (try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)) ?? ""
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        var best: (place: Int, kind: String) = (0, "?")
        for line in mounts.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 2 else { continue }
            let place = words[1] == "/" ? "/" : words[1] + "/"
            if (real + "/").hasPrefix(place), place.count >= best.place { best = (place.count, words[2]) }
        }
        return best.kind
    }
}
