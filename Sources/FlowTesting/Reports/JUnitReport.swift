extension SpecReport {
    /// JUnit's XML as CI systems read it: a `testsuite` for each file.
    public var junit: String {
        var lines = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#,
            "<testsuites tests=\"\(results.count)\" failures=\"\(failed)\" errors=\"\(problems.count)\" "
                + "time=\"\(took.short)\">",
        ]
        var files: [String] = []
        for result in results where files.last != result.spec.file { files.append(result.spec.file) }
        for file in files { lines += suite(file, results.filter { $0.spec.file == file }) }
        for problem in problems {
            lines += [
                "  <testsuite name=\"\(Self.escaped(problem.file))\" tests=\"1\" failures=\"0\" errors=\"1\">",
                "    <testcase classname=\"\(Self.escaped(problem.file))\" name=\"load\">",
                "      <error message=\"\(Self.escaped(problem.message))\">\(Self.escaped(problem.description))</error>",
                "    </testcase>", "  </testsuite>",
            ]
        }
        return (lines + ["</testsuites>"]).joined(separator: "\n")
    }

    private func suite(_ file: String, _ results: [SpecResult]) -> [String] {
        let failures = results.count(where: \.isFailure)
        let skipped = results.count { if case .skipped = $0.outcome { true } else { false } }
        let time = results.reduce(0) { $0 + $1.took }.short
        var lines = [
            "  <testsuite name=\"\(Self.escaped(file))\" tests=\"\(results.count)\" failures=\"\(failures)\" "
                + "skipped=\"\(skipped)\" time=\"\(time)\">"
        ]
        for result in results {
            let head =
                "    <testcase classname=\"\(Self.escaped(result.spec.path.dropLast().joined(separator: ".")))\" "
                + "name=\"\(Self.escaped(result.spec.path.last ?? ""))\" file=\"\(Self.escaped(file))\" "
                + "line=\"\(result.spec.line)\" time=\"\(result.took.short)\""
            switch result.outcome {
            case .passed: lines.append(head + "/>")
            case .skipped(let reason):
                lines += [head + ">", "      <skipped message=\"\(Self.escaped(reason))\"/>", "    </testcase>"]
            case .failed(let failure):
                let text = Self.text(of: failure, result.spec)
                lines += [
                    head + ">",
                    "      <failure message=\"\(Self.escaped(failure.problem.message))\">\(Self.escaped(text))</failure>",
                    "    </testcase>",
                ]
            }
        }
        return lines + ["  </testsuite>"]
    }

    /// A text for XML; what XML cannot hold becomes a question mark.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: escaped += "?"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
