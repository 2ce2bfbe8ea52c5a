import LuaEngine
import Testing

@testable import FlowEngine

@Suite struct FlowLimitsTests {
    @Test func eachLimitIsSetByItsName() throws {
        var limits = FlowLimits()
        for (name, text) in [
            ("units", "5000"), ("cpu", "0.5"), ("slice", "100"), ("memory", "16MiB"), ("string", "64KiB"),
            ("block", "2MiB"),
            ("coroutine_depth", "7"), ("tasks", "8"), ("pending_operations", "9"), ("inputs", "11"), ("log", "0"),
            ("journal", "128KiB"), ("shortest_sleep", "1"),
        ] {
            try limits.set(name, to: text)
        }
        var expected = FlowLimits()
        expected.lua = LuaLimits(
            memoryBytes: 16 << 20, stringBytes: 64 << 10, blockBytes: 2 << 20, instructions: 5000, cpuSeconds: 0.5,
            sliceUnits: 100,
            coroutineDepth: 7)
        expected.tasks = 8
        expected.pendingOperations = 9
        expected.inputs = 11
        expected.logBytes = 0
        expected.journalBytes = 128 << 10
        expected.shortestSleep = 1
        #expect(limits == expected)
        #expect(
            FlowLimits.settings.map { $0.value(in: limits) }
                == ["5000", "0.5", "100", "16MiB", "64KiB", "2MiB", "7", "8", "9", "11", "0MiB", "128KiB", "1.0"])
    }

    @Test func whatAFaultSaysIsWhatToWrite() {
        var limits = FlowLimits()
        func fault(_ name: String, _ text: String) -> String {
            do throws(FlowLimits.Fault) {
                try limits.set(name, to: text)
                return "none"
            } catch {
                return error.description
            }
        }
        #expect(fault("memroy", "1").hasPrefix("there is no limit 'memroy'; there are units, cpu, slice, memory,"))
        for text in ["", "1", "10", "x", "-1MiB", "2048MiB", "99999999999999999999MiB", "1GiB", "1 MiB"] {
            #expect(
                fault("memory", text)
                    == "the limit 'memory' is from 256KiB to 1024MiB, such as 512KiB, not '\(text)'")
        }
        for text in ["0", "1.5", "-3", "many"] {
            #expect(fault("tasks", text) == "the limit 'tasks' is a whole number from 1 to 100000, not '\(text)'")
        }
        for text in ["nan", "inf", "-1", "100", ""] {
            #expect(fault("cpu", text) == "the limit 'cpu' is in seconds, from 0.001 to 60.0, not '\(text)'")
        }
        #expect(limits == FlowLimits())
    }

    @Test func limitsAreAPartOfTheEnvironment() throws {
        var limits = FlowLimits()
        let special = [
            "memory": "300KiB", "block": "300KiB", "coroutine_depth": "50", "cpu": "2", "shortest_sleep": "2",
            "journal": "300KiB",
        ]
        for setting in FlowLimits.settings {
            var changed = FlowLimits()
            try changed.set(setting.name, to: special[setting.name] ?? "2000")
            #expect(FlowEnvironment(limits: changed).hash != FlowEnvironment(limits: limits).hash, "\(setting.name)")
        }
        try limits.set("memory", to: "256KiB")
        let files = ["a.lua": Array("local t = {} for i = 1, 1e6 do t[i] = i end on('Launch', function() end)".utf8)]
        let report = FlowLoader.load(FlowSources(files: files), environment: FlowEnvironment(limits: limits))
        #expect(report.problems.map(\.reason) == ["top level: the script used too much memory"])
    }
}
