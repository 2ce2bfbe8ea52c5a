import FakePrograms
import Foundation
import OtherPrograms
import Testing

struct BoundedProcessTests {
    /// How a script ends, and what it has written.
    private static func run(
        _ script: String, _ arguments: [String] = [], seconds: Double = 60, mostBytes: Int = 1_000
    ) throws -> (outcome: BoundedProcess.Outcome, output: String) {
        let program = try FakeProgram(named: "program", script)
        let output = "\(program.folder)/output"
        let outcome = BoundedProcess.run(
            program.path, arguments, output: output, until: Date(timeIntervalSinceNow: seconds), mostBytes: mostBytes)
        return (outcome, try String(contentsOfFile: output, encoding: .utf8))
    }

    @Test func whatItWritesAndItsCodeAreKept() throws {
        let (outcome, output) = try Self.run(#"echo "$1-$2"; echo oh >&2; exit 3"#, ["a b", "$HOME"])
        #expect(outcome == .exited(3))
        #expect(output == "a b-$HOME\noh\n")
    }

    @Test func itHasNoInput() throws {
        #expect(try Self.run("read line || echo none").output == "none\n")
    }

    @Test func aSignalIsTold() throws {
        #expect(try Self.run("kill -9 $$").outcome == .signalled(9))
    }

    @Test func itIsEndedWhenItsTimeIsOver() throws {
        #expect(try Self.run("sleep 600", seconds: 0.1).outcome == .tooLong)
    }

    @Test func itIsEndedWhenItWritesTooMuch() throws {
        #expect(try Self.run("yes", mostBytes: 100_000).outcome == .tooMuch)
    }

    /// The pipe ends for its reader when the last process that could write to it has ended.
    @Test func whatItHasBegunEndsWithIt() throws {
        let program = try FakeProgram(named: "program", #"exec 3>"$1"; echo begun >&3; sleep 600 & yes"#)
        let pipe = "\(program.folder)/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let reader = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        defer { close(reader) }
        let outcome = BoundedProcess.run(
            program.path, [pipe], output: "\(program.folder)/output", until: Date(timeIntervalSinceNow: 60),
            mostBytes: 1_000)
        #expect(outcome == .tooMuch)
        #expect(Self.read(reader) == "begun\n")
    }

    /// Everything until the end of a pipe; nil if that does not come in a minute.
    private static func read(_ descriptor: Int32) -> String? {
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 100))
        while true {
            var readable = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&readable, 1, 60_000) == 1 else { return nil }
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return count == 0 ? String(decoding: bytes, as: UTF8.self) : nil }
            bytes += buffer[..<count]
        }
    }

    @Test func whatIsNotThereIsTold() {
        let outcome = BoundedProcess.run(
            "/nowhere/program", [], output: "/dev/null", until: Date(timeIntervalSinceNow: 60), mostBytes: 1_000)
        #expect(outcome == .notStarted("No such file or directory"))
        #expect(BoundedProcess.find("program", in: "/nowhere") == nil)
    }
}
