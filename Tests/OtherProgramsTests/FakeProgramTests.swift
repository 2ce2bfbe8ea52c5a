import FakePrograms
import Foundation
import OtherPrograms
import Synchronization
import Testing

struct FakeProgramTests {
    /// Other tests begin processes at any time, and each of them holds what this one has open for a moment.
    @Test func itRunsWhileOtherProcessesBegin() throws {
        let isOver = Flag()
        defer { isOver.raise() }
        // Threads of their own: they block.
        for _ in 0..<3 {
            Thread.detachNewThread {
                while !isOver.isRaised {
                    _ = BoundedProcess.run(
                        "/bin/true", [], output: "/dev/null", until: Date(timeIntervalSinceNow: 60), mostBytes: 0)
                }
            }
        }
        for number in 0..<100 {
            let program = try FakeProgram(named: "dot", "exit \(number)")
            #expect(Self.run(program) == .exited(Int32(number)))
        }
    }

    /// Something that is over once.
    private final class Flag: Sendable {
        private let value = Mutex(false)

        var isRaised: Bool { value.withLock { $0 } }

        func raise() { value.withLock { $0 = true } }
    }

    @Test func itIsFoundByItsNameAndGoesWithItsValue() throws {
        var program: FakeProgram? = try FakeProgram(named: "dot", "exit 0")
        let (folder, path) = try (#require(program).folder, #require(program).path)
        #expect(BoundedProcess.find("dot", in: "/nowhere:\(folder)") == path)
        program = nil
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    private static func run(_ program: FakeProgram) -> BoundedProcess.Outcome {
        BoundedProcess.run(
            program.path, [], output: "\(program.folder)/output", until: Date(timeIntervalSinceNow: 60),
            mostBytes: 1_000)
    }
}
