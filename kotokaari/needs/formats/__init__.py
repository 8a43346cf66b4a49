"""Surveys from files and to files: XLSForm both ways, SurveyJS and LimeSurvey in. Each gives or takes a ``Plan``."""
